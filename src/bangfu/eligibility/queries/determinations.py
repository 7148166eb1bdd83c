"""Determinations as they are stored: which days, how current, of whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangfu.scope.actors import Actor

from ..models import AssessedDay, Determination


def assessed_day(day: date) -> AssessedDay | None:
    """The whole register's assessment of that day, when there is one."""
    return AssessedDay.objects.filter(day=day).first()


def current_day(today: date) -> date | None:
    """The newest assessed day that is not after today: what pages show."""
    found = AssessedDay.objects.filter(day__lte=today).order_by("-day").first()
    return found.day if found else None


def determinations(day: date, by: Actor) -> QuerySet[Determination]:
    """Those of a day in the actor's jurisdiction."""
    return Determination.objects.visible_to(by).filter(day=day)


def determination_of(household_id: int, day: date, by: Actor) -> Determination | None:
    return determinations(day, by).filter(household_id=household_id).first()


def stale_count(day: date, by: Actor) -> int:
    """How many of the actor's households wait to be decided anew (待重算)."""
    return determinations(day, by).filter(stale=True).count()


def stale_days() -> list[date]:
    """Days with anything stale that the running transaction sees, the newest first."""
    stale = Determination.objects.filter(stale=True)
    return list(stale.values_list("day", flat=True).distinct().order_by("-day"))


def assessed_days() -> QuerySet[AssessedDay]:
    return AssessedDay.objects.order_by("-day")


def decided_otherwise() -> Exists:
    """For rows of a `household`, a `day` and a `hardship_class`: whether that day's answer is now another,
    or is to be decided anew (待重算).
    """
    determined = Determination.objects.filter(household=OuterRef("household"), day=OuterRef("day"))
    another = ~Q(hardship_class=OuterRef("hardship_class"))
    return Exists(determined.filter(another | Q(stale=True)))
