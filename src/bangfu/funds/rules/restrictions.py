"""What an earmark forbids (专款专用): asked when money is planned, decided, locked and released.

A new restriction is a line of `RESTRICTIONS` and a word of `Breach`; whoever asks, asks for all.
An earmark says direction, scope, target and procedure (方向、范围、对象、程序); the first three are rules
here, the fourth is in words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bangfu.kernel.divisions import NotADivision, lies_within
from bangfu.kernel.phrases import mark


class Breach(StrEnum):
    """How a use leaves the earmark."""

    DIRECTION = mark("项目不是资金的使用方向")
    PLACE = mark("地区不在资金的使用范围之内")
    CLASS = mark("类别不在资金的帮扶对象之内")
    BEFORE_OPENING = mark("日期早于资金设立日")


@dataclass(frozen=True)
class Earmark:
    """What a fund may be used for.

    Attributes:
        programme_id: its direction.
        area_code: the place within which it may be used.
        classes: classes of hardship that it may reach.
        opened_on: no money of it moves before that day.
    """

    programme_id: int
    area_code: str
    classes: frozenset[str]
    opened_on: date


@dataclass(frozen=True)
class Use:
    """One kind of use: households of a class at a place, for a programme, on a day.

    `hardship_class` None asks of the place and the day alone.
    """

    programme_id: int
    area_code: str
    day: date
    hardship_class: str | None = None


Restriction = Callable[[Earmark, Use], bool]
#: Each is true where the use keeps to the earmark.
RESTRICTIONS: dict[Breach, Restriction] = {
    Breach.DIRECTION: lambda earmark, use: use.programme_id == earmark.programme_id,
    Breach.PLACE: lambda earmark, use: _within(use.area_code, earmark.area_code),
    Breach.CLASS: lambda earmark, use: (
        use.hardship_class is None or use.hardship_class in earmark.classes
    ),
    Breach.BEFORE_OPENING: lambda earmark, use: use.day >= earmark.opened_on,
}


def breaches(earmark: Earmark, uses: Iterable[Use]) -> dict[Use, list[Breach]]:
    """Use → its breaches, where it has any; empty means that all may be paid from the fund."""
    judged = {
        use: [breach for breach, keeps in RESTRICTIONS.items() if not keeps(earmark, use)]
        for use in uses
    }
    return {use: broken for use, broken in judged.items() if broken}


def _within(area_code: str, place: str) -> bool:
    """False for a code that is no division."""
    try:
        return lies_within(area_code, place)
    except NotADivision:
        return False
