"""How often an officer is told that somebody is on file out of their sight: each time is in the log as a look,
and after many of a day nothing more is taken in that could tell of another.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import IntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from bangfu.acts.frame import act, running_act, tell
from bangfu.audit.models import Entry
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import TooManyMet
from .kept_met import InVain, keep_met

MET = "registry.met_elsewhere"
#: Of one officer within a day; an office that truly meets more has its import confirmed by a union above
#: both, which sees the files.
MOST_MET = 100
WITHIN = timedelta(days=1)


def tell_met(kind: str, subject: object, met: int) -> None:
    """Of the running act: how many persons or cards it told to be on file elsewhere."""
    if met:
        tell(kind, subject, {"count": met}, action=MET)


def tell_met_though_refused(household_id: int, number: str, day: date) -> None:
    """Of the running act, which is about to be refused: by a connection of its own, for all that a refused act
    wrote is taken back, and guesses would cost nothing. The pair is kept for the superior of both.

    Args:
        number: another county's worker's on `day`, to be written into the household's file.
    """
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_told_aside, running_act().by, household_id, number, day).result()


def require_few_met(by: Actor) -> None:
    """Raises TooManyMet, with the moment from which it is few again. Whoever works at the machine itself reads the
    database anyway.
    """
    if by.user_id is None:
        return
    count = Cast(KeyTextTransform("count", "detail"), IntegerField())
    lately = Entry.objects.filter(
        user_id=by.user_id, action=MET, at__gte=timezone.now() - WITHIN
    ).order_by("at")
    looks = list(lately.values_list("at", count))
    if sum(met for _at, met in looks) >= MOST_MET:
        raise TooManyMet(MOST_MET, few_again(looks))


def few_again(looks: list[tuple[datetime, int]]) -> datetime:
    """When so many of the looks, the earliest first, are a day old that what is left is few."""
    left = sum(met for _at, met in looks)
    for at, met in looks:
        left -= met
        if left < MOST_MET:
            return at + WITHIN
    raise ValueError("they are few already")


def _told_aside(by: Actor, household_id: int, number: str, day: date) -> None:
    try:
        with act(duties.RECORD, by):
            tell_met("household", household_id, 1)
            keep_met([InVain(number)], day, by, household_id=household_id)
    finally:
        connection.close()
