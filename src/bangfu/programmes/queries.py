"""Reads of programmes and what holds for them at a place on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bangfu.kernel.divisions import fallback

from .enums import Parameter, ValueStanding
from .models import Programme, ProgrammeParameter


@dataclass(frozen=True)
class Entered:
    """A value as it was entered, and whether it holds at its own place on the day asked for."""

    row: ProgrammeParameter
    standing: ValueStanding


def programmes() -> QuerySet[Programme]:
    return Programme.objects.order_by("id")


def parameter_in_force(
    programme: Programme, place: str, name: Parameter, on: date
) -> ProgrammeParameter | None:
    """The row that holds at a place on a day: its own, else the city's, else the province's.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded. None: nothing
    holds, which is not the same as no limit.

    Raises:
        NotADivision: `place` is no six-digit code.
    """
    return parameters_in_force(programme, [place], name, on)[place]


def parameters_in_force(
    programme: Programme, places: Iterable[str], name: Parameter, on: date
) -> dict[str, ProgrammeParameter | None]:
    """The same by place, with one question to the database for all of them."""
    steps_of = {place: fallback(place) for place in places}
    codes = {code for steps in steps_of.values() for code in steps}
    rows = ProgrammeParameter.objects.filter(
        programme=programme, place__in=codes, name=name, valid_from__lte=on
    ).order_by("valid_from", "id")
    newest = {row.place: row for row in rows}
    return {
        place: next((newest[code] for code in steps if code in newest), None)
        for place, steps in steps_of.items()
    }


def parameters_entered(on: date) -> list[Entered]:
    """Everything entered for any programme, by programme, place and name, the newest first."""
    rows = ProgrammeParameter.objects.select_related("programme").order_by(
        "programme", "place", "name", "-valid_from", "-id"
    )
    holding: set[tuple[int, str, str]] = set()
    return [Entered(row, _standing(row, on, holding)) for row in rows]


def _standing(
    row: ProgrammeParameter, on: date, holding: set[tuple[int, str, str]]
) -> ValueStanding:
    """Of rows with the newest first: the first that has begun holds, which `holding` remembers."""
    if row.valid_from > on:
        return ValueStanding.COMING
    key = (row.programme_id, row.place, row.name)
    if key in holding:
        return ValueStanding.PAST
    holding.add(key)
    return ValueStanding.IN_FORCE
