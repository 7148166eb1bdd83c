"""The value that decides one household and remembers how it came about, in exact fractions."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.book import Rule
from bangfu.eligibility.rules.units import (
    COMPARISONS,
    MONTHS_IN_YEAR,
    Operation,
    Unit,
    converted_unit,
    result_unit,
)
from bangfu.eligibility.rules.values import Value

Known = Fraction | bool | HardshipClass

_NUMBERS: dict[Operation, Callable[[Fraction, Fraction], Fraction | bool]] = {
    Operation.ADD: operator.add,
    Operation.SUBTRACT: operator.sub,
    Operation.MULTIPLY: operator.mul,
    Operation.DIVIDE: operator.truediv,
    Operation.BELOW: operator.lt,
    Operation.AT_MOST: operator.le,
    Operation.ABOVE: operator.gt,
    Operation.AT_LEAST: operator.ge,
}


@dataclass(frozen=True)
class TracedValue(Value):
    """A value with its unit, the operation and the values it comes from.

    `known` is None when it is not known. `title` is set on inputs and on the results of rules,
    `article` on the latter. `is_claim` marks what counts as nothing when blank. The parts of a
    CHOOSE are the conditions that were tried, in order, the outcome last where it is a value.
    """

    known: Known | None
    unit: Unit
    title: str = ""
    operation: Operation | None = None
    parts: "tuple[TracedValue, ...]" = ()
    article: str = ""
    is_claim: bool = False

    def combine(self, operation: Operation, other: Self) -> Self:
        unit = result_unit(operation, self.unit, other.unit)
        if operation in {Operation.BOTH, Operation.EITHER}:
            result: Known | None = _join(operation, self.known, other.known)
        elif isinstance(self.known, Fraction) and isinstance(other.known, Fraction):
            result = _NUMBERS[operation](self.known, other.known)
        else:
            result = None
        return type(self)(result, unit, operation=operation, parts=(self, other))

    def convert(self, operation: Operation) -> Self:
        unit, converted = converted_unit(operation, self.unit), self.known
        if isinstance(converted, Fraction):
            if operation is Operation.PER_YEAR:
                converted = converted * MONTHS_IN_YEAR
            elif operation is Operation.PER_MONTH:
                converted = converted / MONTHS_IN_YEAR
            else:
                converted = max(converted, Fraction(0))
        return type(self)(converted, unit, operation=operation, parts=(self,))

    def zero(self) -> Self:
        return type(self)(Fraction(0), self.unit)

    def choose(
        self, cases: Sequence[tuple[Self, Self | HardshipClass]], otherwise: Self | HardshipClass
    ) -> Self:
        tried: list[Self] = []
        for condition, outcome in cases:
            tried.append(condition)
            if condition.known is None:
                return self._chosen(None, Unit.CATEGORY, tried)
            if condition.known:
                return self._outcome(outcome, tried)
        return self._outcome(otherwise, tried)

    def _outcome(self, outcome: Self | HardshipClass, tried: list[Self]) -> Self:
        if isinstance(outcome, HardshipClass):
            return self._chosen(outcome, Unit.CATEGORY, tried)
        return self._chosen(outcome.known, outcome.unit, [*tried, outcome])

    def _chosen(self, known: Known | None, unit: Unit, parts: list[Self]) -> Self:
        return type(self)(known, unit, operation=Operation.CHOOSE, parts=tuple(parts))

    @property
    def number(self) -> Fraction | None:
        """The quantity, where this is one and it is known."""
        return self.known if isinstance(self.known, Fraction) else None

    @property
    def holds(self) -> bool | None:
        """Whether a condition holds, where this is one and it is known."""
        return self.known if isinstance(self.known, bool) else None

    def comparisons(self) -> "tuple[TracedValue, ...]":
        """The comparisons that this condition rests on, in the order they are written."""
        if self.operation in COMPARISONS:
            return (self,)
        return tuple(each for part in self.parts for each in part.comparisons())


def titled(rule: Rule, value: TracedValue) -> TracedValue:
    """Mark a value as the result of a rule."""
    return TracedValue(
        value.known, value.unit, rule.title, value.operation, value.parts, rule.article
    )


def _join(operation: Operation, left: Known | None, right: Known | None) -> bool | None:
    """Three-valued "and" and "or": what settles it settles it, whatever else is unknown."""
    settles = operation is Operation.EITHER
    if left is settles or right is settles:
        return settles
    return None if left is None or right is None else not settles
