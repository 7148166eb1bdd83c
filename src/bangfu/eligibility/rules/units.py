"""Units of the quantities that rules speak of, and what may be done between them.

One table serves the check at loading time and the tracing of one household: what it does not list
is refused with `UnlikeUnits`.
"""

from enum import Enum, StrEnum

from bangfu.eligibility.errors import UnlikeUnits
from bangfu.kernel.phrases import mark

MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    FEN_YEAR = mark("分/年")
    FEN_MONTH = mark("分/月")
    FEN_HEAD_YEAR = mark("分/人年")
    FEN_HEAD_MONTH = mark("分/人月")
    PERSONS = mark("人")
    COUNT = mark("数量")
    RATIO = mark("比例")
    FLAG = mark("是否")
    CATEGORY = mark("类别")


class Operation(Enum):
    ADD = "＋"
    SUBTRACT = "−"
    MULTIPLY = "×"
    DIVIDE = "÷"
    BELOW = "＜"
    AT_MOST = "≤"
    ABOVE = "＞"
    AT_LEAST = "≥"
    BOTH = mark("并且")
    EITHER = mark("或者")
    PER_YEAR = mark("折算为年")
    PER_MONTH = mark("折算为月")
    NOT_BELOW_ZERO = mark("不低于零")
    SUM = mark("合计")
    CHOOSE = mark("依次判断")


COMPARISONS = frozenset({Operation.BELOW, Operation.AT_MOST, Operation.ABOVE, Operation.AT_LEAST})
MONEY = frozenset({Unit.FEN_YEAR, Unit.FEN_MONTH, Unit.FEN_HEAD_YEAR, Unit.FEN_HEAD_MONTH})
_LOGIC = frozenset({Operation.BOTH, Operation.EITHER})
_SUMS = frozenset({Operation.ADD, Operation.SUBTRACT})
_MEASURES = MONEY | {Unit.PERSONS, Unit.COUNT}
_PER_HEAD = {Unit.FEN_YEAR: Unit.FEN_HEAD_YEAR, Unit.FEN_MONTH: Unit.FEN_HEAD_MONTH}
_OF_HOUSEHOLD = {head: whole for whole, head in _PER_HEAD.items()}
_PER_MONTH = {
    Unit.FEN_YEAR: Unit.FEN_MONTH,
    Unit.FEN_HEAD_YEAR: Unit.FEN_HEAD_MONTH,
}
_PER_YEAR = {month: year for year, month in _PER_MONTH.items()}


def result_unit(operation: Operation, left: Unit, right: Unit) -> Unit:
    """The unit of `left operation right`.

    Raises:
        UnlikeUnits: the two do not go together.
    """
    result = _sum_or_flag(operation, left) if left is right else None
    if operation is Operation.MULTIPLY:
        result = _product(left, right) or _product(right, left)
    elif operation is Operation.DIVIDE and right is Unit.PERSONS:
        result = _PER_HEAD.get(left)
    if result is None:
        raise UnlikeUnits(operation.value, left.value, right.value)
    return result


def _sum_or_flag(operation: Operation, unit: Unit) -> Unit | None:
    if operation in _SUMS and unit in _MEASURES:
        return unit
    is_comparable = operation in COMPARISONS and unit in _MEASURES | {Unit.RATIO}
    is_logic = operation in _LOGIC and unit is Unit.FLAG
    return Unit.FLAG if is_comparable or is_logic else None


def _product(left: Unit, right: Unit) -> Unit | None:
    if left is Unit.RATIO and right in MONEY:
        return right
    return _OF_HOUSEHOLD.get(right) if left is Unit.PERSONS else None


def converted_unit(operation: Operation, unit: Unit) -> Unit:
    """The unit after `per_month`, `per_year` or `not_below_zero`.

    Raises:
        UnlikeUnits: no amount of that kind can be converted so.
    """
    table = {
        Operation.PER_MONTH: _PER_MONTH,
        Operation.PER_YEAR: _PER_YEAR,
        Operation.NOT_BELOW_ZERO: {money: money for money in MONEY},
    }[operation]
    if unit not in table:
        raise UnlikeUnits(operation.value, unit.value, unit.value)
    return table[unit]
