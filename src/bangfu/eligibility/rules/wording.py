"""Traced values in Chinese: amounts in yuan, sums as sums, comparisons as a clerk would read them."""

from fractions import Fraction

from bangfu.eligibility.rules.traced import TracedValue
from bangfu.eligibility.rules.units import MONEY, MONTHS_IN_YEAR, Operation, Unit
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

UNKNOWN = mark("待核实")
_SHORT = {"本人月平均收入": mark("本人")}
_SUFFIX = {Unit.PERSONS: mark(" 人"), Unit.COUNT: mark(" 套")}
_RELATIONS = {
    Operation.BELOW: (mark("低于"), mark("不低于")),
    Operation.AT_MOST: (mark("不高于"), mark("高于")),
    Operation.ABOVE: (mark("高于"), mark("不高于")),
    Operation.AT_LEAST: (mark("达到"), mark("未达到")),
}
_UNDECIDED = mark("尚不能比较")


def nearest_fen(amount: Fraction) -> int:
    """To the nearest whole fen, half a fen away from zero; for showing only."""
    doubled = abs(amount) * 2
    nearest = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return -nearest if amount < 0 else nearest


def say_amount(amount: Fraction) -> str:
    """An amount of fen in yuan; 约 before it when it is not a whole fen."""
    about = "" if amount.denominator == 1 else phrase("约 ")
    return about + format_yuan(nearest_fen(amount))


def say_ratio(ratio: Fraction) -> str:
    """80%, 1.5 or 4/3."""
    percent = ratio * 100
    if ratio < 1 and percent.denominator == 1:
        return f"{percent.numerator}%"
    if 1000 % ratio.denominator == 0:
        return f"{float(ratio):g}"
    return f"{ratio.numerator}/{ratio.denominator}"


def say_value(value: TracedValue) -> str:
    """The value alone, with its unit where it is no money."""
    known = value.known
    if known is None:
        return phrase(UNKNOWN)
    if isinstance(known, bool):
        return phrase("是") if known else phrase("否")
    if not isinstance(known, Fraction):
        return known.value
    if value.unit in MONEY:
        return say_amount(known)
    return say_ratio(known) if value.unit is Unit.RATIO else f"{known}{phrase(_SUFFIX[value.unit])}"


def say_expression(value: TracedValue) -> str:
    """How a value came about: '本人 1,860.00 ＋ 成员1 1,500.00'; claims of nothing are left out."""
    parts = value.parts
    match value.operation:
        case Operation.ADD | Operation.SUBTRACT | Operation.SUM:
            return _say_sum(value)
        case Operation.PER_YEAR:
            return f"{_operand(parts[0])} × {MONTHS_IN_YEAR}"
        case Operation.PER_MONTH:
            return f"{_operand(parts[0])} ÷ {MONTHS_IN_YEAR}"
        case Operation.NOT_BELOW_ZERO:
            lifted = parts[0].number is not None and parts[0].number < 0
            return say_expression(parts[0]) + (phrase("，不足零按零计") if lifted else "")
        case Operation.MULTIPLY | Operation.DIVIDE:
            return f"{_operand(parts[0])} {value.operation.value} {_operand(parts[1])}"
        case _:
            return _named(value)


def _named(value: TracedValue) -> str:
    if value.unit in {Unit.PERSONS, Unit.RATIO}:
        return say_value(value)
    return f"{phrase(_SHORT.get(value.title, value.title))} {say_value(value)}".strip()


def _operand(value: TracedValue) -> str:
    if value.title:
        return _named(value)
    text = say_expression(value)
    is_sum = value.operation in {Operation.ADD, Operation.SUBTRACT}
    return f"（{text}）" if is_sum and len(_shown_terms(value)) > 1 else text


def _say_sum(value: TracedValue) -> str:
    shown = _shown_terms(value)
    if not shown:
        return phrase("未申报")
    first = ("− " if shown[0][0] == "−" else "") + _operand(shown[0][1])
    return first + "".join(f" {sign} {_operand(term)}" for sign, term in shown[1:])


def _shown_terms(value: TracedValue) -> list[tuple[str, TracedValue]]:
    """The addends with their signs, without the claims of nothing."""
    terms = _terms(value, "＋", is_top=True)
    return [(sign, term) for sign, term in terms if not _is_empty_claim(term)]


def _terms(value: TracedValue, sign: str, is_top: bool = False) -> list[tuple[str, TracedValue]]:
    if value.operation is Operation.SUM:
        return [(sign, part) for part in value.parts]
    if value.operation not in {Operation.ADD, Operation.SUBTRACT} or (value.title and not is_top):
        return [(sign, value)]
    left, right = value.parts
    turned = {"＋": "−", "−": "＋"}[sign] if value.operation is Operation.SUBTRACT else sign
    return _terms(left, sign) + _terms(right, turned)


def _is_empty_claim(value: TracedValue) -> bool:
    return value.number == 0 and _rests_on_claims(value)


def _rests_on_claims(value: TracedValue) -> bool:
    return value.is_claim or bool(value.parts and all(map(_rests_on_claims, value.parts)))


def say_side(value: TracedValue) -> str:
    """One side of a comparison: '人均月收入 281.67 元', '城市低保标准 238.00 元的 1.5 倍（357.00 元）'."""
    money = phrase(" 元") if value.unit in MONEY and value.known is not None else ""
    if value.operation is Operation.MULTIPLY and not value.title:
        amount, ratio = value.parts
        times = say_value(ratio)
        if not times.endswith("%"):
            times = phrase("{ratio} 倍", ratio=times)
        worked = f"（{say_value(value)}{money}）" if value.known is not None else ""
        return phrase(
            "{amount}的 {times}{worked}", amount=say_side(amount), times=times, worked=worked
        )
    return f"{phrase(value.title)} {say_value(value)}{money}".strip()


def say_relation(value: TracedValue) -> str:
    """低于 or 不低于, as it turned out."""
    if value.operation is None or value.holds is None:
        return phrase(_UNDECIDED)
    held, failed = _RELATIONS[value.operation]
    return phrase(held if value.holds else failed)
