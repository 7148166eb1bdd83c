"""What a rule function works on: a quantity that is asked to add, compare and choose.

A rule never learns which kind it has before it: `CheckedValue` proves units and sizes when the rules
load, `ColumnValue` decides a whole register, `TracedValue` one household and remembers how. No kind
ever rounds: of `income / size` a column keeps numerator and denominator apart and a comparison
multiplies out, a traced value is an exact fraction.
Logic is three-valued: what depends on an unknown is unknown, unless the rest settles it anyway.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Annotated, Self

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.units import Operation, Unit


class Value(ABC):
    @abstractmethod
    def combine(self, operation: Operation, other: Self) -> Self:
        """Add, subtract, multiply, divide, compare or join with another value of the same kind."""

    @abstractmethod
    def convert(self, operation: Operation) -> Self:
        """Turn into a yearly or a monthly amount, or lift to zero from below."""

    @abstractmethod
    def zero(self) -> Self:
        """Nothing, in the same unit."""

    @abstractmethod
    def choose(
        self,
        cases: "Sequence[tuple[Self, Self | HardshipClass]]",
        otherwise: "Self | HardshipClass",
    ) -> Self:
        """The outcome of the first condition that holds; unknown if one before it is unknown."""

    def __add__(self, other: Self) -> Self:
        return self.combine(Operation.ADD, other)

    def __sub__(self, other: Self) -> Self:
        return self.combine(Operation.SUBTRACT, other)

    def __mul__(self, other: Self) -> Self:
        return self.combine(Operation.MULTIPLY, other)

    def __truediv__(self, other: Self) -> Self:
        return self.combine(Operation.DIVIDE, other)

    def __lt__(self, other: Self) -> Self:
        return self.combine(Operation.BELOW, other)

    def __le__(self, other: Self) -> Self:
        return self.combine(Operation.AT_MOST, other)

    def __gt__(self, other: Self) -> Self:
        return self.combine(Operation.ABOVE, other)

    def __ge__(self, other: Self) -> Self:
        return self.combine(Operation.AT_LEAST, other)

    def __and__(self, other: Self) -> Self:
        return self.combine(Operation.BOTH, other)

    def __or__(self, other: Self) -> Self:
        return self.combine(Operation.EITHER, other)

    def __bool__(self) -> bool:
        raise TypeError("a rule uses choose(), & and |, never if, and, or")

    def per_year(self) -> Self:
        """A month's amount as a year's."""
        return self.convert(Operation.PER_YEAR)

    def per_month(self) -> Self:
        """A year's amount as a month's, exact."""
        return self.convert(Operation.PER_MONTH)

    def not_below_zero(self) -> Self:
        """Zero where it is less."""
        return self.convert(Operation.NOT_BELOW_ZERO)

    def is_positive(self) -> Self:
        """Whether it is above zero; unknown where it is."""
        return self.combine(Operation.ABOVE, self.zero())


def choose(*cases: tuple[Value, Value | HardshipClass], otherwise: Value | HardshipClass) -> Value:
    """The outcome of the first condition that holds, in order; unknown while an earlier one is."""
    return cases[0][0].choose(cases, otherwise)


YearlyFen = Annotated[Value, Unit.FEN_YEAR]
MonthlyFen = Annotated[Value, Unit.FEN_MONTH]
MonthlyFenPerHead = Annotated[Value, Unit.FEN_HEAD_MONTH]
Persons = Annotated[Value, Unit.PERSONS]
Count = Annotated[Value, Unit.COUNT]
Share = Annotated[Value, Unit.RATIO]
Flag = Annotated[Value, Unit.FLAG]
Category = Annotated[Value, Unit.CATEGORY]
