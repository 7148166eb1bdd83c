"""An officer asks for background work; it exists only if the running transaction commits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from bangfu.acts.frame import refuse_while_only_shown
from bangfu.organisations.queries import appointment_of
from bangfu.scope.actors import Actor
from bangfu.vault.sealing import seal_blob

from ..declaring import DeclaredJob
from ..enums import Lane
from ..models import Job
from ..names import request_name

RUN = "bangfu.jobs.tasks.run_job"


def begin_job(
    declared: DeclaredJob,
    request: Mapping[str, Any],
    *,
    on: date,
    by: Actor,
    lane: Lane = Lane.LARGE,
) -> Job:
    """Args:
        request: the job's arguments, as JSON can say them; kept sealed.

    Raises:
        NoAppointment.
        OnlyShown: a page shows again what was sent before, and does nothing.
    """
    refuse_while_only_shown()
    begun = Job.objects.create(
        kind=declared.kind,
        union_id=by.acting_union_id,
        owner_id=by.officer_id,
        appointment_id=appointment_of(by, on).pk,
        lane=lane,
        request=b"",
        system=by.scope.system,
    )
    begun.request = seal_blob(request_name(begun.pk), json.dumps(dict(request)).encode())
    begun.save(update_fields=["request"])
    app.configure_task(RUN, queue=lane.value).defer(job_id=begun.pk)
    return begun
