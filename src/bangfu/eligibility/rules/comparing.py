"""Comparisons put into words, and the one among several that the outcome hangs on."""

from collections.abc import Sequence
from fractions import Fraction

from bangfu.eligibility.rules.explanation import Comparison
from bangfu.eligibility.rules.traced import TracedValue
from bangfu.eligibility.rules.units import MONEY, MONTHS_IN_YEAR, Unit
from bangfu.eligibility.rules.wording import say_amount, say_relation, say_side
from bangfu.kernel.phrases import mark, phrase


def describe(compared: TracedValue, size: int | None) -> Comparison:
    """A traced comparison with both its values."""
    left, right = compared.parts
    relation = say_relation(compared)
    left_text = say_side(left)
    right_text = say_side(right) if right.title or right.parts else phrase("零")
    text = mark("{left}，{relation}{right}")
    if compared.holds is None:
        text = mark("{left}，尚不能与{right}比较")
    return Comparison(
        left=left_text,
        relation=relation,
        right=right_text,
        holds=compared.holds,
        text=phrase(text, left=left_text, relation=relation, right=right_text),
        totals=_totals(compared, size),
        is_rounded=any(_is_rounded(part) for part in (left, right)),
    )


def _is_rounded(value: TracedValue) -> bool:
    """Whether an amount had to be rounded to a whole fen to be shown."""
    amount = value.number
    return value.unit in MONEY and amount is not None and amount.denominator != 1


def binding(compared: Sequence[TracedValue], size: int | None) -> TracedValue | None:
    """The one of several comparisons, all turned out alike, that the outcome hangs on.

    Where all hold, the one that the smallest amount would turn over; where all fail, the one that
    takes the largest amount to mend.
    """
    if not compared:
        return None
    choose = min if compared[0].holds else max
    return choose(compared, key=lambda each: _slack(each, size or 1))


def _slack(compared: TracedValue, size: int) -> Fraction:
    left, right = (part.number for part in compared.parts)
    if left is None or right is None:
        return Fraction(0)
    scale = MONTHS_IN_YEAR * size if compared.parts[0].unit is Unit.FEN_HEAD_MONTH else 1
    return abs(left - right) * scale


def _totals(compared: TracedValue, size: int | None) -> str:
    """Amounts per head may look alike when rounded; those of household and year are exact."""
    left, right = (part.number for part in compared.parts)
    is_per_head = compared.parts[0].unit is Unit.FEN_HEAD_MONTH
    if not is_per_head or left is None or right is None or size is None:
        return ""
    scale = MONTHS_IN_YEAR * size
    sign = "＜" if left < right else "＞" if left > right else "＝"
    return phrase(
        "按全户全年合计：{left} 元 {sign} {right} 元",
        left=say_amount(left * scale),
        sign=sign,
        right=say_amount(right * scale),
    )
