"""A season of a programme: twelve months from the month it starts in."""

from __future__ import annotations

from datetime import date, timedelta

JANUARY = 1


def season_of(day: date, starts_month: int = JANUARY) -> tuple[date, date]:
    """First and last day of the season that `day` lies in.

    Winter warmth of 2010/11 with `starts_month` 7 runs from 2010-07-01 to 2011-06-30.

    Args:
        starts_month: 1..12.
    """
    year = day.year if day.month >= starts_month else day.year - 1
    first = date(year, starts_month, 1)
    return first, date(year + 1, starts_month, 1) - timedelta(days=1)


def period_of(day: date, starts_month: int = JANUARY) -> str:
    """The season that `day` lies in, as a key that is compared and kept: "2010-07"."""
    return f"{season_of(day, starts_month)[0]:%Y-%m}"


def year_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar year."""
    return date(day.year, 1, 1), date(day.year, 12, 31)
