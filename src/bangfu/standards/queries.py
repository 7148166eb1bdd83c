"""Reads of dated standards and working days. Amounts are fen per person and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from bangfu.kernel.dated import nearest_over
from bangfu.kernel.divisions import fallback, places_reaching
from bangfu.kernel.workdays import StateCouncilCalendar
from bangfu.scope.prepared import prepared_rows

from .enums import StandardKind
from .models import AnnouncedDay, LocalStandard


@dataclass(frozen=True)
class StandardInForce:
    """`place` is the code it was entered for: the one asked for, or its city or province."""

    kind: str
    place: str
    place_name: str
    amount_fen: int
    valid_from: date
    source: str


@dataclass(frozen=True)
class NoStandard:
    """Neither the place nor its city nor its province has one in force that day."""

    kind: str
    area_code: str
    on: date


NAMES = """
select distinct on (area_code) area_code, area_name from standards_localstandard
where area_code = any(%s) order by area_code, valid_from desc, id desc
"""
NEWEST = """
select distinct on (area_code) area_code, area_name, amount_fen, valid_from, source
from standards_localstandard
where kind = %s and area_code = any(%s) and valid_from <= %s
  and (%s::timestamptz is null or recorded_at <= %s)
order by area_code, valid_from desc, id desc
"""


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """What places are called by the newest standard of each; those that never had one are left out."""
    return dict(prepared_rows(NAMES, [sorted(set(codes))]))


def standards_for(
    area_codes: Iterable[str],
    on: date,
    kind: str = StandardKind.DIBAO,
    known_at: datetime | None = None,
) -> dict[str, StandardInForce | NoStandard]:
    """What is in force at each place on a day: its own code's, else its city's, else its province's.

    One statement for all of them. Values of 000000 (national means) are never in force.

    Args:
        known_at: only what was entered by then; None = all that is known now.

    Raises:
        NotADivision: a code is not six digits.
    """
    steps = {code: fallback(code) for code in set(area_codes)}
    newest = _newest({step for line in steps.values() for step in line}, on, kind, known_at)
    return {
        code: next((newest[step] for step in line if step in newest), NoStandard(kind, code, on))
        for code, line in steps.items()
    }


def standards_over(
    area_codes: Iterable[str],
    kind: str = StandardKind.DIBAO,
    coming: Iterable[LocalStandard] = (),
) -> dict[str, list[tuple[date, LocalStandard | None]]]:
    """What is in force at each code from which day on, as known now, coming ones included.

    A code that is no division has nothing in force, ever. Each list begins at `date.min`.

    Args:
        coming: that count as entered last, though they aren't yet.
    """
    entered: dict[str, dict[date, LocalStandard]] = defaultdict(dict)
    stored = LocalStandard.objects.filter(kind=kind).order_by("valid_from", "id")
    for row in (*stored, *(each for each in coming if each.kind == kind)):
        entered[row.area_code][row.valid_from] = row
    return {
        code: nearest_over([entered[place] for place in places_reaching(code)])
        for code in set(area_codes)
    }


def replaced_by(
    coming: Sequence[LocalStandard],
) -> list[tuple[LocalStandard, StandardInForce | NoStandard]]:
    """Each that is about to be entered, with what is in force at its place on the day it begins."""
    together: dict[tuple[str, date], list[str]] = defaultdict(list)
    for each in coming:
        together[each.kind, each.valid_from].append(each.area_code)
    before = {key: standards_for(codes, key[1], key[0]) for key, codes in together.items()}
    return [(each, before[each.kind, each.valid_from][each.area_code]) for each in coming]


def standards_listed(kind: str | None = None) -> QuerySet[LocalStandard]:
    """Everything ever entered, by place, the newest first."""
    entered = LocalStandard.objects.order_by("area_code", "kind", "-valid_from", "-id")
    return entered.filter(kind=kind) if kind else entered


def announced_days() -> QuerySet[AnnouncedDay]:
    """Everything entered beyond the library's years, the latest day first."""
    return AnnouncedDay.objects.order_by("-day", "-id")


def workday_calendar(known_at: datetime | None = None) -> StateCouncilCalendar:
    """The library's years and what was entered for others; the last recorded word on a day wins."""
    entered = AnnouncedDay.objects.order_by("id")
    if known_at is not None:
        entered = entered.filter(recorded_at__lte=known_at)
    return StateCouncilCalendar(dict(entered.values_list("day", "is_workday")))


def _newest(
    places: set[str], on: date, kind: str, known_at: datetime | None
) -> dict[str, StandardInForce]:
    rows = prepared_rows(NEWEST, [str(kind), sorted(places), on, known_at, known_at])
    return {
        code: StandardInForce(str(kind), code, name, amount, valid_from, source)
        for code, name, amount, valid_from, source in rows
    }
