"""What was typed is for its writer's next hours, not for keeping."""

from __future__ import annotations

import uuid

from django.utils import timezone

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import KeptForm


@use_case(duties.TAKE_FORM, silent="its writer sent it, and that was told")
def forget_form(*, form_id: uuid.UUID, by: Actor) -> None:
    """One's own, once it has been sent again."""
    KeptForm.objects.filter(pk=form_id, owner_id=by.officer_id).delete()


@use_case(duties.FORGET_FORMS, silent="nothing but what a form says on the page goes")
def forget_forms(*, by: Actor) -> int:
    """Delete what has been kept long enough. Returns how many forms."""
    gone, _ = KeptForm.objects.filter(kept_until__lte=timezone.now()).delete()
    return gone
