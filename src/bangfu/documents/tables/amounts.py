"""Amounts in yuan as offices and banks write them. Exact: a number cell is taken by its shortest
decimal, never added.
"""

import re
from decimal import Decimal
from enum import StrEnum

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables import faults
from bangfu.documents.tables.readings import Fault, Reading, faulty
from bangfu.kernel.money import CURRENCY, UNIT, NotAnAmount, parse_yuan
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import drop_apostrophe, fold_width, solid, squeeze

MOST_FEN = 10**13  # of what is read here; who takes it sets his own bound
_NOTHING = frozenset(["无", "没有", "零"])
_PERIOD = re.compile(r"^每[月年]|(?:/|每|一)个?[月年]$")
_ESTIMATE = re.compile(r"^(?:大?约|大概|估计)|(?:左右|上下)$")
_PLUS = re.compile(r"^\+(?=[0-9])")
#: Digits with a space between them that parts no thousands: 200 00 may be two hundred.
_APART = re.compile(r"[0-9] (?![0-9]{3}(?![0-9]))[0-9]|[0-9]{4} [0-9]")
_TEN_THOUSANDS = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,6}))?万")
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")
_NOISE = Decimal("0.000001")  # what binary arithmetic in a spreadsheet leaves behind, in yuan
_CURRENCY_GONE, _UNIT_GONE = mark("货币符号"), mark("带“元”")
_PLUS_GONE = mark("去正号")
_PERIOD_GONE = mark("去“每月”“每年”")
_SPACES_GONE, _NARROWED = mark("空格"), mark("全角数字")
_THOUSANDS, _DECIMALS = mark("千分位"), mark("带小数")
WAS_TEXT = mark("文本数字")
_BY_UNIT = mark("按表中的金额单位折算成元")


class Per(StrEnum):
    """What a column's amounts are of: 420元/月 fits one of them."""

    ONCE = "once"
    MONTH = "月"
    YEAR = "年"


def read_amount(
    cell: Cell,
    *,
    typed: bool,
    per: Per = Per.YEAR,
    nothing: bool = True,
    unit: int = 1,
    most: int = MOST_FEN,
) -> Reading:
    """An amount in yuan as fen, never negative.

    Args:
        typed: the file tells numbers from text, so that a number written as text is worth a word.
        nothing: whether 无 is an amount of nothing here.
        unit: what the table counts in, in yuan (10,000 for 万元); an amount that says its own goes by that.
        most: in fen.
    """
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return _within(_from_number(Decimal(repr(cell.value)), unit), most)
    if cell.kind is not Kind.TEXT:
        return faulty(faults.UNREADABLE_AMOUNT)
    if _APART.search(squeeze(fold_width(str(cell.value)))):
        return faulty(faults.UNREADABLE_AMOUNT)
    text, done = _strip_dress(str(cell.value))
    if nothing and text in _NOTHING:
        return Reading(0, (mark("“无”按 0"),))
    return _within(_from_text(text, done, typed, per, unit), most)


def counted_otherwise(reading: Reading, per: Per) -> Reading:
    """Under a head that says 元/月 where the column is of years, or the other way: nothing is converted."""
    if not reading.value or reading.fault or _PERIOD_GONE in reading.done:
        return reading
    return faulty(faults.HEAD_PER_YEAR if per is Per.MONTH else faults.HEAD_PER_MONTH)


def _within(reading: Reading, most: int) -> Reading:
    if not isinstance(reading.value, int) or 0 <= reading.value <= most:
        return reading
    return faulty(faults.NEGATIVE_AMOUNT if reading.value < 0 else faults.UNREADABLE_AMOUNT)


def _from_number(amount: Decimal, unit: int) -> Reading:
    if not amount.is_finite() or abs(amount) * 100 > MOST_FEN:
        return faulty(faults.UNREADABLE_AMOUNT)
    yuan = amount * unit
    fen = int((yuan * 100).to_integral_value())
    off = abs(yuan - Decimal(fen) / 100)
    if off > _NOISE * unit:
        return faulty(faults.TOO_MANY_DECIMALS)
    done = (_BY_UNIT,) if unit != 1 and fen else ()
    return Reading(fen, (*done, mark("去浮点尾差")) if off else done)


def _from_text(text: str, done: list[str], typed: bool, per: Per, unit: int) -> Reading:
    if period := _PERIOD.search(text):
        if period[0].strip("/每一个") != per.value:
            return faulty(faults.PER_MONTH if per is Per.MONTH else faults.PER_YEAR)
        text, done = _PERIOD.sub("", text), [*done, _PERIOD_GONE]
    text, estimate = take(_ESTIMATE, text)
    text, currency = take(CURRENCY, text)
    text, said_unit = take(UNIT, text)
    text, plus = take(_PLUS, text)
    done += [
        what
        for what, is_so in ((_CURRENCY_GONE, currency), (_UNIT_GONE, said_unit), (_PLUS_GONE, plus))
        if is_so
    ]
    if match := _TEN_THOUSANDS.fullmatch(text):
        fen, done = _ten_thousands(match[1], match[2] or ""), [*done, mark("以“万”为单位")]
    elif unit != 1 and not said_unit:
        plain = text.replace(",", "")
        if not _PLAIN.fullmatch(plain):
            return faulty(faults.UNREADABLE_AMOUNT)
        read = _from_number(Decimal(plain), unit)
        return read._replace(done=(*done, *read.done), estimate=estimate)
    else:
        try:
            fen = parse_yuan(text)
        except NotAnAmount:
            return faulty(_unreadable(text))
        done += [what for what, is_so in _dress(text) if is_so]
    if estimate:
        done.append(mark("约数，按数值收下并标记为估计"))
    if typed and not done:
        done.append(WAS_TEXT)
    return Reading(fen, tuple(done), estimate=estimate)


def _strip_dress(raw: str) -> tuple[str, list[str]]:
    """The text without spaces and full-width characters, and what was taken away."""
    spaced = fold_width(raw) != solid(raw)
    wide = fold_width(raw) != raw
    text = drop_apostrophe(solid(raw))
    return text, [what for what, is_so in ((_SPACES_GONE, spaced), (_NARROWED, wide)) if is_so]


def take(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """The text without what the pattern finds, and whether it found any."""
    rest, count = pattern.subn("", text)
    return rest, count > 0


def _dress(text: str) -> tuple[tuple[str, bool], ...]:
    return ((_THOUSANDS, "," in text), (_DECIMALS, "," not in text and text.endswith(".00")))


def _ten_thousands(whole: str, decimals: str) -> int:
    return int(whole + decimals.ljust(6, "0"))  # one 万 is a million fen


def _unreadable(text: str) -> Fault:
    many = re.fullmatch(r"-?[0-9]+\.[0-9]{3,}", text)
    return faults.TOO_MANY_DECIMALS if many else faults.UNREADABLE_AMOUNT
