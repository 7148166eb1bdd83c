"""What speaks against paying an approved household on a day: an approval is an event, not a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bangfu.eligibility.enums import QUALIFYING, HardshipClass
from bangfu.kernel.phrases import mark


class Fallen(StrEnum):
    """How a household stands that is not to be paid. The values are kept with who was left out."""

    NOT_QUALIFYING = mark("当日认定不符合条件")
    UNKNOWN = mark("当日认定待核实")
    WAITS = mark("待重算")
    LAPSED = mark("超过复核期限")
    LOWER = mark("当日类别的金额低于花名册")


@dataclass(frozen=True)
class Standing:
    """A household as it is on a day.

    Attributes:
        class_today: by the determination in force that day; None where there is none.
        waits: it is to be decided anew for that day (待重算), so that its class is not to be relied on.
        decided_on: of its newest approval; None where there is none.
        stands_since: the earliest approval that is not due for review that day.
    """

    class_today: str | None
    waits: bool
    decided_on: date | None
    stands_since: date

    @property
    def qualifies(self) -> bool:
        """Whether that day's class is one that is given to; without a determination it is not."""
        return self.class_today in QUALIFYING

    def fallen(self) -> list[Fallen]:
        """Every reason not to pay it that day, so that all are mended at once."""
        lapsed = self.decided_on is None or self.decided_on < self.stands_since
        return [*self._of_its_class(), *([Fallen.LAPSED] if lapsed else [])]

    def _of_its_class(self) -> list[Fallen]:
        if self.waits:
            return [Fallen.WAITS]
        if self.class_today in (None, HardshipClass.UNRESOLVED):
            return [Fallen.UNKNOWN]
        return [] if self.qualifies else [Fallen.NOT_QUALIFYING]


def lower_of(approved: str, standing: Standing, amounts: Mapping[str, int]) -> tuple[str, int]:
    """The class that a household gets money by, and how much: the approved one or the day's.

    Args:
        amounts: fen by class; 0 for one that is not in it.
    """
    classes = [approved]
    if standing.qualifies and standing.class_today:
        classes.append(standing.class_today)
    return min(((each, amounts.get(each, 0)) for each in classes), key=lambda chosen: chosen[1])
