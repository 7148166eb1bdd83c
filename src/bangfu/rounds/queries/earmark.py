"""What a round uses its fund's money for, asked of the earmark at every step that moves it on.

Kinds of use, not households: ten thousand payees of one class and place are one use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bangfu.funds.queries.earmarks import earmark_of
from bangfu.funds.rules.restrictions import Use, breaches
from bangfu.kernel.phrases import phrase

from ..errors import EarmarkBroken
from ..models import Award, Round


def planned_uses(plan: Round, on: date) -> list[Use]:
    """One use for each class that the plan gives to."""
    return [
        Use(plan.programme_id, plan.area_code, on, hardship_class)
        for hardship_class in plan.amounts
    ]


def awarded_uses(plan: Round, on: date, among: Collection[int] | None = None) -> list[Use]:
    """Of the roster as it is locked: each household's own place and the class it is given for.

    Args:
        among: awards of the round that are asked for; None for all.
    """
    awards = Award.objects.filter(round=plan)
    if among is not None:
        awards = awards.filter(pk__in=among)
    kinds = awards.values_list("household__area_code", "hardship_class").distinct()
    return [Use(plan.programme_id, place, on, hardship) for place, hardship in kinds]


def outside_earmark(
    plan: Round, on: date, among: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Awards whose household left the earmark since the roster was locked: award → how, in words.

    By moving out of the place, as a rule. They alone are held back; the others are paid.

    Args:
        among: as for `awarded_uses`; others of the same place and class are told as well.
    """
    broken = breaches(earmark_of(plan.fund), awarded_uses(plan, on, among))
    return {
        award: tuple(phrase(breach) for breach in how)
        for use, how in broken.items()
        for award in _awards_of(plan, use)
    }


def _awards_of(plan: Round, use: Use) -> Iterable[int]:
    awards = Award.objects.filter(round=plan, hardship_class=use.hardship_class)
    return awards.filter(household__area_code=use.area_code).values_list("pk", flat=True)


def refuse_broken_earmark(plan: Round, uses: Iterable[Use]) -> None:
    """Raises EarmarkBroken with every use that leaves the earmark, and how."""
    broken = breaches(earmark_of(plan.fund), uses)
    if broken:
        raise EarmarkBroken(plan.fund.name, broken)
