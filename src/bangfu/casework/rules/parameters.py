"""Dated parameters of casework: what each may be, and when an approval is due for review."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..enums import YES_OR_NO, ParameterName
from .pace import LIMIT_OF

#: Least and most of each.
BOUNDS: Mapping[ParameterName, tuple[int, int]] = {
    ParameterName.REVIEW_MONTHS: (1, 120),
    ParameterName.REVIEW_AHEAD: (0, 366),
    ParameterName.ANSWERS_KEPT: (1, 366),
    **dict.fromkeys(YES_OR_NO, (0, 1)),
    **dict.fromkeys(LIMIT_OF.values(), (1, 366)),
}
#: What is shipped for all places from 2000 on, as migrations enter it; a parameter that is not among them has
#: no value until a place sets one.
SHIPPED: Mapping[ParameterName, int] = {
    ParameterName.REVIEW_MONTHS: 12,
    ParameterName.REVIEW_AHEAD: 30,
    ParameterName.ANSWERS_KEPT: 30,
    ParameterName.BLOCKS_SHARED_PERSON: 1,
    ParameterName.BLOCKS_SHARED_CARD: 1,
    ParameterName.CHECK_DAYS: 10,
    ParameterName.POST_DAYS: 5,
    ParameterName.DECIDE_DAYS: 5,
    ParameterName.ANSWER_DAYS: 5,
    ParameterName.RESUBMIT_DAYS: 30,
    ParameterName.REVIEW_DAYS: 30,
}
MONTHS = 12

#: Beginnings of division codes with the earliest decision that still stands there, nearest first; the
#: last is "", for all.
Terms = Sequence[tuple[str, date]]


class Window(NamedTuple):
    """When approvals are due for review, seen from a day, where division codes begin so ("" for all).

    Attributes:
        months: the term of review.
        stands_since: the earliest decision that still stands that day.
        quiet_since: the earliest of those that nobody need be reminded of yet.
    """

    beginning: str
    months: int
    stands_since: date
    quiet_since: date


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


def stands_until(decided_on: date, months: int) -> date:
    """The last day on which a decision still stands; the other side of `review_begins`.

    What was decided on the last day of a month stands until the last day of another.
    """
    count = decided_on.year * MONTHS + decided_on.month - 1 + months
    year, month = count // MONTHS, count % MONTHS + 1
    if year > date.max.year:
        return date.max
    last = monthrange(year, month)[1]
    ends_month = decided_on.day == monthrange(decided_on.year, decided_on.month)[1]
    return date(year, month, last if ends_month else min(decided_on.day, last))


def window_at(windows: Sequence[Window], place: str) -> Window:
    """The nearest that reaches a place."""
    return next(window for window in windows if place.startswith(window.beginning))
