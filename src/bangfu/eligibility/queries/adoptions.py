"""Which rule set a place judges by on a day: its own code's, else its city's, else its province's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from bangfu.kernel.dated import nearest_over
from bangfu.kernel.divisions import places_reaching

from ..models import RuleAdoption


def adoptions() -> QuerySet[RuleAdoption]:
    """Every adoption ever made, by place and the day it begins."""
    return RuleAdoption.objects.order_by("place", "valid_from", "id")


def adoptions_for(
    area_codes: Iterable[str], day: date, known_at: datetime | None = None
) -> dict[str, RuleAdoption]:
    """The adoption in force at each code on the day; a code without one is absent.

    Args:
        known_at: only what was recorded by then; None = all that is known now.
    """
    newest = _newest_by_place(day, known_at)
    nearest = {code: _nearest(code, newest) for code in set(area_codes)}
    return {code: adoption for code, adoption in nearest.items() if adoption is not None}


def adoptions_over(
    area_codes: Iterable[str], coming: Iterable[RuleAdoption] = ()
) -> dict[str, list[tuple[date, RuleAdoption | None]]]:
    """What is in force at each code from which day on, as known now, coming ones included.

    A code that is no division has nothing in force, ever. Each list begins at `date.min`.

    Args:
        coming: that count as entered last, though they aren't yet.
    """
    entered: dict[str, dict[date, RuleAdoption]] = defaultdict(dict)
    for each in (*RuleAdoption.objects.order_by("valid_from", "id"), *coming):
        entered[each.place][each.valid_from] = each
    return {
        code: nearest_over([entered[place] for place in places_reaching(code)])
        for code in set(area_codes)
    }


def _newest_by_place(day: date, known_at: datetime | None) -> dict[str, RuleAdoption]:
    """By place, the latest to begin; of several from one day the last recorded, a correction."""
    begun = RuleAdoption.objects.filter(valid_from__lte=day)
    if known_at is not None:
        begun = begun.filter(recorded_at__lte=known_at)
    return {each.place: each for each in begun.order_by("valid_from", "id")}


def _nearest(code: str, newest: dict[str, RuleAdoption]) -> RuleAdoption | None:
    return next((newest[place] for place in places_reaching(code) if place in newest), None)
