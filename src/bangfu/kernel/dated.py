"""Values that hold from a day on: which one is in force on which days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

Value = TypeVar("Value")


def nearest_over(lines: Sequence[Mapping[date, Value]]) -> list[tuple[date, Value | None]]:
    """What is in force from which day on, where a nearer line goes before those behind it.

    Args:
        lines: nearest first; of each, the day from which a value holds until the line's next.

    Returns:
        By day, from `date.min` on; None while no line has begun.
    """
    days = sorted({date.min, *(day for line in lines for day in line)})
    begun = [sorted(line) for line in lines]
    return [(day, _nearest(day, lines, begun)) for day in days]


def _nearest(
    day: date, lines: Sequence[Mapping[date, Value]], begun: Sequence[Sequence[date]]
) -> Value | None:
    for line, starts in zip(lines, begun, strict=True):
        past = bisect_right(starts, day)
        if past:
            return line[starts[past - 1]]
    return None
