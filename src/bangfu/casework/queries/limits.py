"""Reads of how many days a step may take, by place and day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from bangfu.kernel.divisions import NATION, fallback
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_rows

from ..enums import Step
from ..models import StepLimit
from ..rules.pace import Limits

#: By hand: the desk and every list of cases ask them.
PLACE = "select u.area_code from organisations_union_of(%(union)s) u"
NEWEST = """
select distinct on (place, step) place, step, days from casework_steplimit
where place = any(%(near)s) and valid_from <= %(day)s
order by place, step, valid_from desc, id desc
"""


def limits_of(actor: Actor, on: date) -> Limits:
    """At the place of the actor's union, whose office takes the step; see `limits_at`."""
    place = prepared_rows(PLACE, {"union": actor.union_id})
    return limits_at(place[0][0] if place else NATION, on)


def limits_at(place: str, on: date) -> Limits:
    """Calendar days by step: the place's, else its city's, its province's, else what was shipped.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded.

    Raises:
        NotADivision: `place` is no six-digit code.
    """
    near = [*fallback(place), NATION]
    rows = prepared_rows(NEWEST, {"near": near, "day": on})
    newest = {(code, step): days for code, step, days in rows}
    days_of = {
        step: next((newest[code, step] for code in near if (code, step) in newest), None)
        for step in Step
    }
    return {step: days for step, days in days_of.items() if days is not None}


def limits_entered() -> QuerySet[StepLimit]:
    """Everything entered, by place and step, the newest first."""
    return StepLimit.objects.order_by("place", "step", "-valid_from", "-id")
