"""Determinations as they are stored: of a day, as known now or at a time, and what waits (待重算)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import rows_of
from bangfu.scope.paging import SIZE
from bangfu.scope.prepared import prepared_rows

from ..models import Determination, DeterminationPast, Redecision, Waiting

#: By hand, for nearly every page asks it.
IS_CURRENT = """
select not exists (select from eligibility_mark where from_day <= %(day)s)
  and not exists (select from eligibility_redecision where done_at is null and from_day <= %(day)s)
"""
WAITING = """
select household_id, from_day, until_day from eligibility_waiting
where household_id = any(%(ids)s::bigint[])
"""


def determinations(day: date, by: Actor) -> QuerySet[Determination]:
    """Those in force on a day in the actor's jurisdiction, one a household."""
    return Determination.objects.visible_to(by).on(day)


def waits(day: date, household: str = "household_id") -> Exists:
    """Condition: the row's household is to be decided anew for that day (待重算).

    Args:
        household: the row's column with the number of its household.
    """
    waiting = Waiting.objects.filter(from_day__lte=day, until_day__gt=day)
    return Exists(waiting.filter(household_id=OuterRef(household)))


def waiting_households(day: date) -> QuerySet[Any, int]:
    """Ids of those that wait for that day, some of them more than once."""
    waiting = Waiting.objects.filter(from_day__lte=day, until_day__gt=day)
    return waiting.values_list("household_id", flat=True)


def begin_later(day: date) -> QuerySet[Any, int]:
    """Ids of households whose first determination begins after the day."""
    first = Determination.objects.filter(follows=None, holds_from__gt=day)
    return first.values_list("household_id", flat=True)


def waiting_among(household_ids: Collection[int], days: Collection[date]) -> set[tuple[int, date]]:
    """Which of the households wait on which of the days."""
    ids = list(household_ids)
    read = prepared_rows if len(ids) <= SIZE else rows_of  # of thousands it is planned for so many
    return {
        (household, day)
        for household, from_day, until_day in read(WAITING, {"ids": ids})
        for day in days
        if from_day <= day < until_day
    }


def is_current(day: date) -> bool:
    """Whether nothing waits to be decided anew for that day, anywhere in the register."""
    return bool(prepared_rows(IS_CURRENT, {"day": day})[0][0])


def redecisions() -> QuerySet[Redecision]:
    """What new standards and adoptions have decided anew, place by place, the last first."""
    return Redecision.objects.order_by("-id")


@dataclass(frozen=True)
class Known:
    """What was known of a household: its class on a day, the file's version, the decision's number."""

    household_id: int
    hardship_class: str
    facts_id: int
    determination_id: int


def as_known(day: date, at: datetime, by: Actor) -> list[Known]:
    """What had been decided of the day by a moment, in the actor's jurisdiction.

    What was being written at that very moment counts as known already; a case therefore keeps the
    number of the decision it stands on.
    """
    columns = ("household_id", "hardship_class", "facts_id")
    still = determinations(day, by).filter(decided_at__lte=at).values_list(*columns, "decision")
    past = DeterminationPast.objects.visible_to(by).filter(
        holds_from__lte=day, holds_until__gt=day, decided_at__lte=at, known_until__gt=at
    )
    return [
        Known(*row) for row in still.union(past.values_list(*columns, "determination_id"), all=True)
    ]
