"""What is known of one household and of its place, and what was decided: plain frozen values."""

from dataclasses import dataclass, field, replace
from datetime import date

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.errors import ImpossibleFact, MemberTwice
from bangfu.eligibility.rules.inputs import (
    FACTS,
    MOST_FEN,
    MOST_PERSONS,
    MOST_STANDARD_FEN,
    STANDARD,
)
from bangfu.eligibility.rules.parameters import Parameters
from bangfu.eligibility.rules.persons import absent_ordinals, is_doubtful
from bangfu.eligibility.rules.units import Unit
from bangfu.kernel.phrases import mark, phrase


@dataclass(frozen=True)
class MemberIncome:
    """Fen a month of the member in the file's `ordinal`-th row (from 1); None = not known."""

    ordinal: int
    income_fen: int | None


@dataclass(frozen=True)
class JudgedFacts:
    """Facts of the twelve months before the day; None = not known.

    `own_income_fen` is fen a month on average, every other amount fen of the twelve months. A blank
    expense, loss or compensation counts as nothing. `missing_members` are the ordinals of member
    rows that are known to exist but were not accepted: their incomes are unknown. `unasked` are the
    names of expenses that the household's table has no column for: they are unknown, not nothing.

    Raises:
        ImpossibleFact: an amount below zero, a size below one, or anything beyond `inputs.MOST_…`.
        MemberTwice: one ordinal stands twice.
    """

    household: str
    own_income_fen: int | None = None
    other_income_fen: int | None = None
    size: int | None = None
    homes: int | None = None
    vehicle: bool | None = None
    medical_fen: int | None = None
    disability_cost_fen: int | None = None
    education_fen: int | None = None
    compulsory_education_fen: int | None = None
    housing_cost_fen: int | None = None
    employment_cost_fen: int | None = None
    other_essential_fen: int | None = None
    loss_fen: int | None = None
    compensation_fen: int | None = None
    members: tuple[MemberIncome, ...] = ()
    missing_members: tuple[int, ...] = ()
    unasked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for each in FACTS:
            if each.unit is not Unit.FLAG:
                self._check(
                    each.title, getattr(self, each.name), least_of(each.unit), each.greatest
                )
        for member in self.members:
            self._check("月收入", member.income_fen, 0, MOST_FEN)
        self._check(mark("家庭成员数"), len(self.all_members()), 0, MOST_PERSONS)
        seen: set[int] = set()
        for member in self.all_members():
            if member.ordinal in seen:
                raise MemberTwice(self.household, member.ordinal)
            seen.add(member.ordinal)

    def _check(self, title: str, value: int | None, least: int, most: int) -> None:
        if value is not None and not least <= value <= most:
            raise ImpossibleFact(self.household, phrase(title), least, most)

    def settled(self) -> "JudgedFacts":
        """With the persons whom the size counts beyond the rows as missing members; a size that
        contradicts the rows otherwise is not known."""
        ordinals = {member.ordinal for member in self.all_members()}
        if is_doubtful(self.size, len(ordinals)):
            return replace(self, size=None)
        absent = absent_ordinals(self.size, ordinals)
        return replace(self, missing_members=(*self.missing_members, *absent)) if absent else self

    def all_members(self) -> tuple[MemberIncome, ...]:
        """The members in the file's order, those not accepted among them with unknown income."""
        unknown = (MemberIncome(ordinal, None) for ordinal in self.missing_members)
        return tuple(sorted((*self.members, *unknown), key=lambda member: member.ordinal))


def least_of(unit: Unit) -> int:
    """A household has a person in it; everything else may be nothing."""
    return 1 if unit is Unit.PERSONS else 0


@dataclass(frozen=True)
class JudgedStandard:
    """L in force at a place: fen per person and month, where it holds, since when, by which paper.

    Raises:
        ImpossibleFact: an amount below one or above `inputs.MOST_STANDARD_FEN`.
    """

    amount_fen: int
    place: str = ""
    valid_from: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.amount_fen <= MOST_STANDARD_FEN:
            raise ImpossibleFact(self.place, STANDARD.title, 1, MOST_STANDARD_FEN)


@dataclass(frozen=True)
class AdoptedRules:
    """A rule set as a place has adopted it."""

    rule_set: RuleSetName
    parameters: Parameters = field(default_factory=Parameters)
    place: str = ""
    valid_from: date | None = None
    document: str = ""  # the local paper that says so


@dataclass(frozen=True)
class Assessment:
    """The decision on one household; the columns of `register.assess_register`. `size` is None where it
    contradicts the members.

    `income_fen` and `essential_fen` are fen of the twelve months, None where they cannot be worked
    out; `standard_fen` is fen per person and month. `essential_fen` is the regime's own (2016 counts
    the uncovered loss in); None without one.
    """

    household: str
    category: HardshipClass
    missing: tuple[str, ...]
    excluded: tuple[str, ...]
    income_fen: int | None
    essential_fen: int | None
    size: int | None
    standard_fen: int | None
    rule_set: RuleSetName | None
