"""What a field may hold, whoever brings it: what the rules of a programme can compute with, and the tables keep."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from bangfu.kernel import cards, divisions, papers
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import ascii_digits
from bangfu.registry.rules.form import Field, ValueKind
from bangfu.registry.rules.values import Value

MOST_FEN = 10**11  # a thousand million yuan: eligibility proved its exact arithmetic up to here
MOST_COUNT = 9_999
MOST_PERSONS = 1_000  # of one household
FIRST_YEAR, LAST_YEAR = 1950, 2100
AREA_BELOW = Decimal(100_000)
MOST_CODES = 3
LONGEST_PHONE = 20
NO_SUCH = mark("请按表样填写")


def out_of_bounds(field: Field, value: Value) -> str:
    """What the field may hold instead, in words; "" where this is within it, or nothing is said."""
    if value in (None, "", ()):
        return ""
    return WITHIN[field.kind](field, value)


def _number(value: Value, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _amount(_: Field, value: Value) -> str:
    return "" if _number(value, 0, MOST_FEN) else phrase("0 至十亿元")


def _count(field: Field, value: Value) -> str:
    most = MOST_PERSONS if field.attr == "size" else MOST_COUNT
    if _number(value, field.least, most):
        return ""
    return phrase("{least} 至 {most} 的整数", least=field.least, most=most)


def _year(_: Field, value: Value) -> str:
    if _number(value, FIRST_YEAR, LAST_YEAR):
        return ""
    return phrase("{first} 至 {last} 年", first=FIRST_YEAR, last=LAST_YEAR)


def _area(_: Field, value: Value) -> str:
    within = isinstance(value, Decimal) and value.is_finite() and 0 <= value < AREA_BELOW
    return "" if within else phrase("0 至 {most} 平方米", most=AREA_BELOW)


def _text(field: Field, value: Value) -> str:
    if isinstance(value, str) and len(value) <= field.longest:
        return ""
    return phrase("最多 {most} 个字", most=field.longest)


def _code(field: Field, value: Value) -> str:
    values = field.codes.values if field.codes else ()
    return "" if value in values else "、".join(values)


def _codes(field: Field, value: Value) -> str:
    values = field.codes.values if field.codes else ()
    if isinstance(value, tuple) and len(value) <= MOST_CODES and set(value) <= set(values):
        return ""
    return phrase("最多 {most} 项：{values}", most=MOST_CODES, values="、".join(values))


def _held(within: Callable[[Value], bool]) -> Callable[[Field, Value], str]:
    return lambda _, value: "" if within(value) else phrase(NO_SUCH)


def _is_identity(number: str) -> bool:
    """Complete and in capitals, as it is kept; of whatever paper."""
    told = papers.check(number)
    return told.ok and told.number == number


WITHIN: Mapping[ValueKind, Callable[[Field, Value], str]] = {
    ValueKind.FILE_NO: _text,
    ValueKind.NAME: _text,
    ValueKind.TEXT: _text,
    ValueKind.IDENTITY: _held(lambda number: _is_identity(str(number))),
    ValueKind.CARD: _held(lambda number: cards.card_shaped(str(number))),
    ValueKind.PHONE: _held(lambda number: len(str(number)) <= LONGEST_PHONE),
    ValueKind.AREA_CODE: _held(
        lambda code: len(str(code)) == 6 and ascii_digits(str(code)) and code != divisions.NATION
    ),
    ValueKind.CODE: _code,
    ValueKind.CODES: _codes,
    ValueKind.FLAG: _held(lambda value: isinstance(value, bool)),
    ValueKind.DATE: _held(lambda value: isinstance(value, date)),
    ValueKind.MONTH: _held(lambda value: isinstance(value, date)),
    ValueKind.BIRTH_DATE: _held(lambda value: isinstance(value, date)),
    ValueKind.AMOUNT: _amount,
    ValueKind.COUNT: _count,
    ValueKind.YEAR: _year,
    ValueKind.FLOOR_AREA: _area,
}
