"""Confirm an import and have the background merge it: the one exists only with the other."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bangfu.scope.actors import Actor

from .confirm_merge import confirm_merge

MERGE = "bangfu.intake.tasks.merge_batch"


@transaction.atomic
def request_merge(*, batch_id: int, by: Actor) -> None:
    """A second time changes nothing. Raises what `confirm_merge` raises."""
    confirm_merge(batch_id=batch_id, by=by)
    try:
        with transaction.atomic():
            job = app.configure_task(MERGE, queueing_lock=f"merge:{batch_id}", lock="importing")
            job.defer(batch_id=batch_id)
    except AlreadyEnqueued:
        return
