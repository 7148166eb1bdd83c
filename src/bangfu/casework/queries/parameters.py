"""Reads of the dated parameters of casework, by place and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from bangfu.kernel.divisions import NATION, places_reaching
from bangfu.scope.by_hand import rows_of

from ..enums import ParameterName
from ..models import CaseParameter
from ..rules.parameters import Terms, review_begins

NEWEST = """
select distinct on (place, name) place, name, value from casework_caseparameter
where place = any(%(near)s) and valid_from <= %(day)s
order by place, name, valid_from desc, id desc
"""
SET = """
select distinct on (place) place, value from casework_caseparameter
where name = %(name)s and valid_from <= %(day)s
order by place, valid_from desc, id desc
"""

#: Values by name; one that is set nowhere is absent, which is not the same as 0.
Values = dict[ParameterName, int]


def case_parameters(places: Iterable[str], on: date) -> dict[str, Values]:
    """By place: its own values, else its city's, its province's, else what was shipped.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded.
    """
    near = {place: [*places_reaching(place), NATION] for place in places}
    asked = {"near": sorted({code for codes in near.values() for code in codes}), "day": on}
    newest = {(place, name): value for place, name, value in rows_of(NEWEST, asked)}
    return {
        place: {
            name: next(newest[code, name] for code in codes if (code, name) in newest)
            for name in ParameterName
            if any((code, name) in newest for code in codes)
        }
        for place, codes in near.items()
    }


def review_terms(on: date) -> Terms:
    """Few, however many households: one for each place that has a term of its own."""
    rows = rows_of(SET, {"name": ParameterName.REVIEW_MONTHS.value, "day": on})
    terms = [(_prefix(place), review_begins(on, months)) for place, months in rows]
    return sorted(terms, key=lambda term: -len(term[0]))


def parameters_set() -> QuerySet[CaseParameter]:
    """Everything entered, by place and name, the newest first."""
    return CaseParameter.objects.order_by("place", "name", "-valid_from", "-id")


def _prefix(place: str) -> str:
    """What the codes of all that lies in a place begin with."""
    return place[:2] * (place[:2] != "00") if place.endswith("0000") else place.removesuffix("00")
