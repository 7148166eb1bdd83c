"""The value that proves a rule text when it loads: units go together, and no int64 can overflow.

Every input has a greatest magnitude (`inputs.py`); the proof carries the greatest numerator and
denominator through each operation in Python's unbounded integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.errors import FractionsNotAdded, MayOverflow, UnlikeUnits
from bangfu.eligibility.rules.units import (
    COMPARISONS,
    MONTHS_IN_YEAR,
    Operation,
    Unit,
    converted_unit,
    result_unit,
)
from bangfu.eligibility.rules.values import Value

GREATEST = 2**63 - 1


@dataclass(frozen=True)
class CheckedValue(Value):
    """A unit with the greatest magnitude of numerator and denominator; 1 = never a fraction."""

    unit: Unit
    numerator: int = 1
    denominator: int = 1

    def combine(self, operation: Operation, other: Self) -> Self:
        unit = result_unit(operation, self.unit, other.unit)
        if operation in {Operation.ADD, Operation.SUBTRACT}:
            if self.denominator > 1 or other.denominator > 1:
                raise FractionsNotAdded
            return self._within(operation, unit, self.numerator + other.numerator, 1)
        if operation is Operation.MULTIPLY:
            numerator = self.numerator * other.numerator
            denominator = self.denominator * other.denominator
            return self._within(operation, unit, numerator, denominator)
        if operation is Operation.DIVIDE:
            denominator = self.denominator * other.numerator
            return self._within(operation, unit, self.numerator, denominator)
        if operation in COMPARISONS:
            self._within(operation, unit, self.numerator * other.denominator, 1)
            self._within(operation, unit, other.numerator * self.denominator, 1)
        return self._within(operation, unit, 1, 1)

    def convert(self, operation: Operation) -> Self:
        unit = converted_unit(operation, self.unit)
        up = MONTHS_IN_YEAR if operation is Operation.PER_YEAR else 1
        down = MONTHS_IN_YEAR if operation is Operation.PER_MONTH else 1
        return self._within(operation, unit, self.numerator * up, self.denominator * down)

    def zero(self) -> Self:
        return type(self)(self.unit)

    def choose(
        self, cases: Sequence[tuple[Self, Self | HardshipClass]], otherwise: Self | HardshipClass
    ) -> Self:
        for condition, _ in cases:
            if condition.unit is not Unit.FLAG:
                raise UnlikeUnits(Operation.CHOOSE.value, condition.unit.value, Unit.FLAG.value)
        outcomes = [self._outcome(value) for _, value in cases] + [self._outcome(otherwise)]
        first = outcomes[0]
        for outcome in outcomes:
            if outcome.unit is not first.unit:
                raise UnlikeUnits(Operation.CHOOSE.value, first.unit.value, outcome.unit.value)
            if outcome.denominator > 1:
                raise FractionsNotAdded
        return type(self)(first.unit, max(outcome.numerator for outcome in outcomes))

    def _outcome(self, outcome: Self | HardshipClass) -> Self:
        return type(self)(Unit.CATEGORY) if isinstance(outcome, HardshipClass) else outcome

    def _within(self, operation: Operation, unit: Unit, numerator: int, denominator: int) -> Self:
        if max(numerator, denominator) > GREATEST:
            raise MayOverflow(operation.value)
        return type(self)(unit, numerator, denominator)
