"""Keep what was typed when the sign-in had ended, until its writer takes it back."""

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
from ..sealing import seal_blob

KEPT = timedelta(hours=24)
MOST = 5  # of one officer; the oldest makes room
LONGEST = 1 << 18  # bytes; what is longer is no form that a person fills in


@use_case(duties.KEEP_FORM, silent="nothing was done; who signs in again is told on the page")
def keep_form(*, form: Mapping[str, Any], by: Actor) -> bool:
    """Seal a form for `by` alone, who was shown it and isn't signed in any more.

    Args:
        form: as JSON can say it; the reader is `vault.queries.kept_forms`.

    Returns:
        Whether it is kept; False for one that is too long.
    """
    owner_id = by.officer_id
    content = json.dumps(dict(form)).encode()
    if len(content) > LONGEST:
        return False
    row = KeptForm(id=uuid.uuid4(), owner_id=owner_id, kept_until=timezone.now() + KEPT)
    row.sealed = seal_blob(form_name(owner_id, row.id), content)
    row.save(force_insert=True)
    newest = KeptForm.objects.filter(owner_id=owner_id).order_by("-kept_until")
    KeptForm.objects.filter(pk__in=[older.pk for older in newest[MOST:]]).delete()
    return True
