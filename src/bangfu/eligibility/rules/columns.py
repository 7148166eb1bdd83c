"""The value that decides a whole register: a polars expression, with its denominator kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.units import COMPARISONS, MONTHS_IN_YEAR, Operation
from bangfu.eligibility.rules.values import Value


@dataclass(frozen=True, eq=False)
class ColumnValue(Value):
    """`numerator / denominator`, row by row, in int64; a denominator of None is 1, else positive.

    The rules were proved not to overflow when they loaded (`checked.py`). Null means unknown, and
    polars' own three-valued `&` and `|` are the ones meant here.
    """

    numerator: pl.Expr
    denominator: pl.Expr | None = None

    def combine(self, operation: Operation, other: Self) -> Self:
        left, right = self.numerator, other.numerator
        if operation in COMPARISONS:
            return type(self)(self._compare(operation, other))
        match operation:
            case Operation.ADD:
                return type(self)(left + right)
            case Operation.SUBTRACT:
                return type(self)(left - right)
            case Operation.MULTIPLY:
                return type(self)(left * right, _times(self.denominator, other.denominator))
            case Operation.DIVIDE:
                return type(self)(left, _times(self.denominator, right))
            case Operation.BOTH:
                return type(self)(left & right)
            case Operation.EITHER:
                return type(self)(left | right)
            case _:
                raise ValueError(f"{operation} is not of two values")

    def _compare(self, operation: Operation, other: Self) -> pl.Expr:
        left = _scaled(self.numerator, other.denominator)
        right = _scaled(other.numerator, self.denominator)
        match operation:
            case Operation.BELOW:
                return left < right
            case Operation.AT_MOST:
                return left <= right
            case Operation.ABOVE:
                return left > right
            case _:
                return left >= right

    def convert(self, operation: Operation) -> Self:
        if operation is Operation.PER_YEAR:
            return type(self)(self.numerator * MONTHS_IN_YEAR, self.denominator)
        if operation is Operation.PER_MONTH:
            months = pl.lit(MONTHS_IN_YEAR, pl.Int64)
            return type(self)(self.numerator, _times(self.denominator, months))
        return type(self)(self.numerator.clip(lower_bound=0), self.denominator)

    def zero(self) -> Self:
        return type(self)(pl.lit(0, pl.Int64))

    def choose(
        self, cases: Sequence[tuple[Self, Self | HardshipClass]], otherwise: Self | HardshipClass
    ) -> Self:
        chain = _outcome(otherwise)
        for condition, outcome in reversed(cases):
            holds = condition.numerator
            chain = (
                pl.when(holds)
                .then(_outcome(outcome))
                .when(holds.is_null())
                .then(None)
                .otherwise(chain)
            )
        return type(self)(chain)


def _outcome(outcome: ColumnValue | HardshipClass) -> pl.Expr:
    return pl.lit(outcome.value) if isinstance(outcome, HardshipClass) else outcome.numerator


def _times(left: pl.Expr | None, right: pl.Expr | None) -> pl.Expr | None:
    if left is None or right is None:
        return right if left is None else left
    return left * right


def _scaled(numerator: pl.Expr, factor: pl.Expr | None) -> pl.Expr:
    return numerator if factor is None else numerator * factor
