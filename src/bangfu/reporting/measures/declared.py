"""What a measure is, how it is asked for, and what comes back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.words import Word
from bangfu.scope.actors import Actor


class Unit(Word):
    """What a measure's numbers are. Money is in fen, and shown in yuan."""

    HOUSEHOLDS = "households", mark("户")
    PERSONS = "persons", mark("人")
    PAYMENTS = "payments", mark("笔")
    CASES = "cases", mark("件")
    OVERLAPS = "overlaps", mark("处")
    FEN = "fen", mark("元")


class Dimension(Word):
    """By what a measure may be parted."""

    AREA = "area", mark("地区")
    SYSTEM = "system", mark("系统")
    UNION = "union", mark("工会")
    CLASS = "class", mark("类别")
    CAUSE = "cause", mark("主要致困原因")
    MONTH = "month", mark("建档月份")
    TASK = "task", mark("待办事项")


PLACES = (Dimension.AREA, Dimension.SYSTEM)
LINES = (*PLACES, Dimension.UNION)


@dataclass(frozen=True)
class Measure:
    """A figure that has a name. What people read is marked for translators, and said in their language.

    Attributes:
        code: what addresses and scripts call it; never changed.
        named: its title.
        means: what counts and what does not.
        asked_for: the document that asks for it, or the work that it is for.
        by: what it may be parted by.
        mine: it is what waits for whoever asks, by their duties, and no figure of a union.
    """

    code: str
    named: str
    unit: Unit
    means: str
    asked_for: str
    by: frozenset[Dimension] = frozenset()
    mine: bool = False

    @property
    def title(self) -> str:
        return phrase(self.named)

    @property
    def meaning(self) -> str:
        return phrase(self.means)

    @property
    def source(self) -> str:
        return phrase(self.asked_for)


@dataclass(frozen=True)
class Asked:
    """Which figures: of a day, parted by dimensions, of what lies within some values of them.

    Of area, system and union one parts at a time; what lies within an area may be parted by unions, and
    not by systems: nothing is tallied by both.

    Attributes:
        within: dimension → code; "" is a code, too: of what has none.
    """

    day: date
    by: tuple[Dimension, ...] = ()
    within: Mapping[Dimension, str] = field(default_factory=dict)

    @property
    def crossed(self) -> tuple[Dimension, ...]:
        """Dimensions that are not counted together; empty where all is well."""
        lines = [each for each in self.by if each in LINES]
        places = [each for each in PLACES if each in self.by or each in self.within]
        return next((tuple(each) for each in (lines, places) if len(each) > 1), ())


@dataclass(frozen=True)
class Key:
    """A value of a dimension: its code, and what people call it."""

    code: str
    name: str


@dataclass(frozen=True)
class Part:
    """What a counting has found: one number a measure, in the order of `Counting.measures`."""

    keys: Mapping[Dimension, Key]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Counting:
    """Measures that are counted together, and how.

    `parts` narrows by what `Asked.within` says, and parts at least as finely as `Asked.by`; parts that
    are alike in these are added up (`catalogue.count`).
    """

    measures: tuple[Measure, ...]
    parts: Callable[[Asked, Actor], Iterable[Part]]
