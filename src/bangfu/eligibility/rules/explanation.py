"""What is said about one household's determination: frozen values that pages and prints lay out.

Amounts are fen; every text is finished, in the reader's language, without markup.
"""

from dataclasses import dataclass
from datetime import date

from bangfu.eligibility.enums import CheckState, HardshipClass
from bangfu.eligibility.rules.facts import Assessment


@dataclass(frozen=True)
class ExplainedStep:
    """A line of the working: what, how, how much, by which paper.

    `amount_fen` is None when it can't be worked out; `is_rounded` says that the exact amount is not
    a whole fen (it is shown to the nearest one and never used so).
    """

    title: str
    expression: str
    amount_fen: int | None
    is_rounded: bool
    basis: str


@dataclass(frozen=True)
class Check:
    """A fact that may exclude, and what is known of it."""

    title: str
    state: CheckState
    detail: str


@dataclass(frozen=True)
class Comparison:
    """Two values held against each other.

    `text` is the whole in words; `totals` the same as exact amounts of the year and household where
    the two are amounts per head and month, else empty. `holds` is None when a side is unknown;
    `is_rounded`: an amount in `text` is shown to the nearest fen.
    """

    left: str
    relation: str
    right: str
    holds: bool | None
    text: str
    totals: str = ""
    is_rounded: bool = False


@dataclass(frozen=True)
class ClassTest:
    """A class that was tried, with every comparison it asks for."""

    category: HardshipClass
    article: str
    comparisons: tuple[Comparison, ...]
    holds: bool | None


@dataclass(frozen=True)
class LeastChange:
    """The least change of one amount, fen of twelve months, by which a household reaches a class."""

    title: str
    amount_fen: int
    category: HardshipClass
    text: str


@dataclass(frozen=True)
class MissingFact:
    """What is not known, and how to supply it."""

    title: str
    how: str


@dataclass(frozen=True)
class Explanation:
    """One determination in the order in which a clerk would take it.

    `changes` has the least one first, and is empty unless the household was found 不符合 by its
    amounts. `rules_title` and `rules_from` name the rule set and the day it was adopted from.
    """

    result: Assessment
    verdict: str
    steps: tuple[ExplainedStep, ...]
    checks: tuple[Check, ...]
    tests: tuple[ClassTest, ...]
    deciding: Comparison | None
    changes: tuple[LeastChange, ...]
    missing: tuple[MissingFact, ...]
    rules_title: str
    rules_from: date | None
