"""Divisions that are no more: until when each code was listed, and which code its place has since.

The table beside this module is of year's ends, 1980 to 2024; where it comes from is said in
`withdrawn_divisions.md`. A code that never was in it may be in force or may never have been: nothing is
said of that.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Withdrawn:
    """`gone_in`: the year. `successor`: what the place is on the day asked for, "" where the table doesn't say."""

    code: str
    name: str
    gone_in: int
    successor: str = ""
    successor_name: str = ""

    def is_gone(self, day: date) -> bool:
        """By the end of that year at the latest; within it, it may have been in force."""
        return day >= date(self.gone_in, 12, 31)


def withdrawn(code: str, day: date) -> Withdrawn | None:
    """None for a code that was still listed on `day`, or that the table doesn't have.

    '440182' on 2010-10-31 is 花都市, gone in 2000, now 440114 花都区.
    """
    row = first = _table().get(code)
    if first is None or not first.is_gone(day):
        return None
    while row is not None and row.is_gone(day):
        now, name = row.successor, row.successor_name
        row = _table().get(now)
    return Withdrawn(code, first.name, first.gone_in, now, name)


@cache
def _table() -> dict[str, Withdrawn]:
    file = resources.files(__package__) / "withdrawn_divisions.csv"
    with file.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return {
            row["code"]: Withdrawn(
                row["code"],
                row["name"],
                int(row["last_listed"]) + 1,
                row["successor"],
                row["successor_name"],
            )
            for row in rows
        }
