"""Reads of the dated parameters of casework, by place and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet

from bangfu.kernel.divisions import NATION, places_reaching
from bangfu.scope.prepared import prepared_rows

from ..enums import ParameterName
from ..models import CaseParameter
from ..rules.parameters import Terms, Window, review_begins

NEWEST = """
select distinct on (place, name) place, name, value from casework_caseparameter
where place = any(%(near)s) and valid_from <= %(day)s
order by place, name, valid_from desc, id desc
"""
SET = """
select distinct on (name, place) name, place, value from casework_caseparameter
where name = any(%(names)s) and valid_from <= %(day)s
order by name, place, valid_from desc, id desc
"""
OF_REVIEW = (ParameterName.REVIEW_MONTHS, ParameterName.REVIEW_AHEAD)

#: Values by name; one that is set nowhere is absent, which is not the same as 0.
Values = dict[ParameterName, int]


def case_parameters(places: Iterable[str], on: date) -> dict[str, Values]:
    """By place: its own values, else its city's, its province's, else what was shipped.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded.
    """
    near = {place: [*places_reaching(place), NATION] for place in places}
    asked = {"near": sorted({code for codes in near.values() for code in codes}), "day": on}
    newest = {(place, name): value for place, name, value in prepared_rows(NEWEST, asked)}
    return {
        place: {
            name: next(newest[code, name] for code in codes if (code, name) in newest)
            for name in ParameterName
            if any((code, name) in newest for code in codes)
        }
        for place, codes in near.items()
    }


def parameter_in_force(place: str, name: ParameterName, on: date) -> CaseParameter | None:
    """The row that `case_parameters` takes the value from; None where nothing holds. Raises NotADivision."""
    codes = [*places_reaching(place), NATION]
    rows = CaseParameter.objects.filter(place__in=codes, name=name, valid_from__lte=on)
    newest = {row.place: row for row in rows.order_by("valid_from", "id")}
    return next((newest[code] for code in codes if code in newest), None)


def review_windows(on: date) -> list[Window]:
    """Few, however many households: one for each place that has a parameter of review of its own, the
    nearest first; the last is for all.
    """
    rows = prepared_rows(SET, {"names": [name.value for name in OF_REVIEW], "day": on})
    values = {(name, _prefix(place)): value for name, place, value in rows}
    beginnings = sorted({beginning for _name, beginning in values}, key=len, reverse=True)
    return [_window(beginning, values, on) for beginning in beginnings]


def review_terms(on: date) -> Terms:
    """The earliest decisions that still stand, place by place, as `review_windows`."""
    return [(window.beginning, window.stands_since) for window in review_windows(on)]


def _window(beginning: str, values: Mapping[tuple[str, str], int], on: date) -> Window:
    months, ahead = (_nearest(name, beginning, values) for name in OF_REVIEW)
    quiet_since = review_begins(on + timedelta(days=ahead), months)
    return Window(beginning, months, review_begins(on, months), quiet_since)


def _nearest(name: str, beginning: str, values: Mapping[tuple[str, str], int]) -> int:
    reaching = [before for key, before in values if key == name and beginning.startswith(before)]
    return values[name, max(reaching, key=len)]


def parameters_set() -> QuerySet[CaseParameter]:
    """Everything entered, by place and name, the newest first."""
    return CaseParameter.objects.order_by("place", "name", "-valid_from", "-id")


def _prefix(place: str) -> str:
    """What the codes of all that lies in a place begin with."""
    return place[:2] * (place[:2] != "00") if place.endswith("0000") else place.removesuffix("00")
