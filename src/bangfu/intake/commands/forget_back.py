"""Rows that went back are for mending in the next weeks, not for keeping."""

from __future__ import annotations

from django.utils import timezone

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import BackPart


@use_case(duties.FORGET_BACK, silent="the batch's page says how long they are kept")
def forget_back(*, by: Actor) -> int:
    """Delete those that have been kept long enough. Returns how many parts."""
    gone, _ = BackPart.objects.filter(kept_until__lte=timezone.now()).delete()
    return gone
