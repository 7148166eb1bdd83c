"""Reads of how many days a step may take, by place and day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from bangfu.kernel.divisions import NATION, fallback
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor

from ..enums import Step
from ..models import StepLimit
from ..rules.pace import Limits


def limits_of(actor: Actor, on: date) -> Limits:
    """At the place of the actor's union, whose office takes the step; see `limits_at`."""
    place = Union.objects.filter(id=actor.union_id or 0).values_list("area_code", flat=True)
    return limits_at(place.first() or NATION, on)


def limits_at(place: str, on: date) -> Limits:
    """Calendar days by step: the place's, else its city's, its province's, else what was shipped.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded.

    Raises:
        NotADivision: `place` is no six-digit code.
    """
    near = (*fallback(place), NATION)
    rows = StepLimit.objects.filter(place__in=near, valid_from__lte=on).order_by("valid_from", "id")
    newest = {(row.place, row.step): row.days for row in rows}
    days_of = {
        step: next((newest[code, step] for code in near if (code, step) in newest), None)
        for step in Step
    }
    return {step: days for step, days in days_of.items() if days is not None}


def limits_entered() -> QuerySet[StepLimit]:
    """Everything entered, by place and step, the newest first."""
    return StepLimit.objects.order_by("place", "step", "-valid_from", "-id")
