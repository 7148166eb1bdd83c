"""Dated parameters of casework: what each may be, and when an approval is due for review."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date

from ..enums import ParameterName

#: Least and most of each.
BOUNDS: Mapping[ParameterName, tuple[int, int]] = {ParameterName.REVIEW_MONTHS: (1, 120)}
MONTHS = 12

#: Beginnings of division codes with the earliest decision that still stands there, nearest first; the
#: last is "", for all.
Terms = Sequence[tuple[str, date]]


def review_begins(on: date, months: int) -> date:
    """The earliest decision that still stands on a day; one of the day before is due for review.

    A month that is too short ends on its last day: on 31 March, one month back is the last of
    February.
    """
    count = on.year * MONTHS + on.month - 1 - months
    year, month = count // MONTHS, count % MONTHS + 1
    if year < date.min.year:
        return date.min
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def stands_since(terms: Terms, place: str) -> date:
    """The earliest decision that still stands at a place."""
    return next(since for beginning, since in terms if place.startswith(beginning))
