"""How far a demo's day may be moved."""

from __future__ import annotations

from datetime import date

from ..day_errors import DayBeyondCalendar, DayMovesForwardOnly


def refuse_day(present: date, to: date, announced_until: date) -> None:
    """How far a demo's day may be moved. Raises DayMovesForwardOnly, DayBeyondCalendar.

    Args:
        announced_until: the last day of which it is known whether it is worked.
    """
    if to <= present:
        raise DayMovesForwardOnly(present, to)
    if to > announced_until:
        raise DayBeyondCalendar(announced_until, to)
