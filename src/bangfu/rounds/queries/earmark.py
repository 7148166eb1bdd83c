"""What a round uses its fund's money for, asked of the earmark at every step that moves it on.

Kinds of use, not households: ten thousand payees of one class and place are one use.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bangfu.funds.queries.earmarks import earmark_of
from bangfu.funds.rules.restrictions import Use, breaches

from ..errors import EarmarkBroken
from ..models import Award, Round
from .due import waiting_payments


def planned_uses(plan: Round, on: date) -> list[Use]:
    return [
        Use(plan.programme_id, plan.area_code, on, hardship_class)
        for hardship_class in plan.amounts
    ]


def awarded_uses(plan: Round, on: date) -> list[Use]:
    """Of the roster as it is locked: each household's own place and the class it is given for."""
    awards = Award.objects.filter(round=plan)
    kinds = awards.values_list("household__area_code", "hardship_class").distinct()
    return [Use(plan.programme_id, place, on, hardship) for place, hardship in kinds]


def released_uses(plan: Round, on: date) -> list[Use]:
    """Of the payments that wait to be sent."""
    kinds = (
        waiting_payments(plan)
        .values_list("household__area_code", "award__hardship_class")
        .distinct()
    )
    return [Use(plan.programme_id, place, on, hardship) for place, hardship in kinds]


def refuse_broken_earmark(plan: Round, uses: Iterable[Use]) -> None:
    """Raises EarmarkBroken with every use that leaves the earmark, and how."""
    broken = breaches(earmark_of(plan.fund), uses)
    if broken:
        raise EarmarkBroken(plan.fund.name, broken)
