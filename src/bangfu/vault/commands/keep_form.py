"""Keep what was typed and not taken, until its writer takes it back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import KeptForm
from ..names import form_name
from ..queries import kept_forms
from ..sealing import seal_blob

KEPT = timedelta(hours=24)
MOST = 5  # of one officer; the oldest makes room, those that a page answered first
LONGEST = 1 << 18  # bytes; what is longer is no form that a person fills in


@use_case(
    duties.KEEP_FORM,
    silent="nothing was done; its writer is told on the page",
    numbers_in=("form",),
)
def keep_form(*, form: Mapping[str, Any], by: Actor, form_id: uuid.UUID | None = None) -> bool:
    """Seal a form for `by` alone, who was shown it: not signed in any more, or refused.

    Args:
        form: as JSON can say it; the readers are `kept_forms` and `kept_form` of `vault.queries`.
        form_id: the number it is to have, drawn as a number of a form is; None draws one.

    Returns:
        Whether it is kept; False for one that is too long, or that others leave no room.
    """
    owner_id = by.officer_id
    content = json.dumps(dict(form)).encode()
    if len(content) > LONGEST:
        return False
    row = KeptForm(id=form_id or uuid.uuid4(), owner_id=owner_id, kept_until=timezone.now() + KEPT)
    row.sealed = seal_blob(form_name(owner_id, row.id), content)
    row.save(force_insert=True)
    gone = _without_room(by)
    KeptForm.objects.filter(pk__in=gone).delete()
    return row.pk not in gone


def _without_room(by: Actor) -> list[uuid.UUID]:
    if KeptForm.objects.filter(owner_id=by.officer_id).count() <= MOST:
        return []
    forms = sorted(kept_forms(by), key=lambda form: not form.waits)  # each kind the newest first
    return [form.id for form in forms[MOST:]]
