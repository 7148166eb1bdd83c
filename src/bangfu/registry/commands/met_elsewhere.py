"""How often an officer is told that somebody is on file out of their sight: each time is in the log as a look,
and after many of a day nothing more is taken in that could tell of another.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from bangfu.acts.frame import tell
from bangfu.audit.models import Entry
from bangfu.scope.actors import Actor

from ..errors import TooManyMet

MET = "registry.met_elsewhere"
#: Of one officer within a day; an office that truly meets more has its import confirmed by a union above
#: both, which sees the files.
MOST_MET = 100
WITHIN = timedelta(days=1)


def tell_met(kind: str, subject: object, met: int) -> None:
    """Of the running act: how many persons or cards it told to be on file elsewhere."""
    if met:
        tell(kind, subject, {"count": met}, action=MET)


def require_few_met(by: Actor) -> None:
    """Raises TooManyMet. Whoever works at the machine itself reads the database anyway."""
    if by.user_id is None:
        return
    count = Cast(KeyTextTransform("count", "detail"), IntegerField())
    lately = Entry.objects.filter(
        user_id=by.user_id, action=MET, at__gte=timezone.now() - WITHIN
    ).aggregate(met=Sum(count))
    if (lately["met"] or 0) >= MOST_MET:
        raise TooManyMet(MOST_MET)
