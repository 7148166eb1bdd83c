"""Amounts, counts and areas. Exact: a number cell is taken by its shortest decimal, never added."""

import re
from decimal import Decimal

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.intake.rules import faults
from bangfu.intake.rules.faults import Fault
from bangfu.intake.rules.readings import Reading, faulty
from bangfu.kernel.money import CURRENCY, UNIT, NotAnAmount, parse_yuan, plain_yuan
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import ascii_digits, drop_apostrophe, fold_width, solid
from bangfu.registry.rules.bounds import AREA_BELOW, MOST_COUNT, MOST_FEN

_NOTHING = "无"
_PERIOD = re.compile(r"^每[月年]|(?:/|每|一)个?[月年]$")
_ESTIMATE = re.compile(r"^(?:大?约|大概|估计)|(?:左右|上下)$")
_TEN_THOUSANDS = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,6}))?万")
_NOISE = Decimal("0.000001")  # what binary arithmetic in a spreadsheet leaves behind, in yuan
_CURRENCY_GONE, _UNIT_GONE = mark("货币符号"), mark("带“元”")
_SPACES_GONE, _NARROWED = mark("空格"), mark("全角数字")
_THOUSANDS, _DECIMALS = mark("千分位"), mark("带小数")
_WAS_TEXT = mark("文本数字")
_AREA_UNIT = re.compile(r"(?:平方米|平米|平方|m2|㎡)$", re.IGNORECASE)


def read_amount(cell: Cell, *, typed: bool, monthly: bool = False) -> Reading:
    """An amount in yuan as fen, never negative; 无 is nothing.

    Args:
        typed: the file tells numbers from text, so that a number written as text is worth a word.
        monthly: the column asks for an amount a month, else for one a year: 420元/月 fits one of them.
    """
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return _within(_from_number(Decimal(repr(cell.value))))
    if cell.kind is not Kind.TEXT:
        return faulty(faults.UNREADABLE_AMOUNT)
    return _within(_from_text(str(cell.value), typed, monthly))


def _within(reading: Reading) -> Reading:
    if not isinstance(reading.value, int) or 0 <= reading.value <= MOST_FEN:
        return reading
    return faulty(faults.NEGATIVE_AMOUNT if reading.value < 0 else faults.UNREADABLE_AMOUNT)


def _from_number(yuan: Decimal) -> Reading:
    if not yuan.is_finite() or abs(yuan) * 100 > MOST_FEN:
        return faulty(faults.UNREADABLE_AMOUNT)
    fen = int((yuan * 100).to_integral_value())
    off = abs(yuan - Decimal(fen) / 100)
    if off > _NOISE:
        return faulty(faults.TOO_MANY_DECIMALS)
    return Reading(fen, (mark("去浮点尾差"),) if off else ())


def _from_text(raw: str, typed: bool, monthly: bool) -> Reading:
    text, done = _strip_dress(raw)
    if text == _NOTHING:
        return Reading(0, (mark("“无”按 0"),))
    if period := _PERIOD.search(text):
        if (period[0].strip("/每一个") == "月") is not monthly:
            return faulty(faults.PER_MONTH if monthly else faults.PER_YEAR)
        text, done = _PERIOD.sub("", text), [*done, mark("去“每月”“每年”")]
    text, estimate = _take(_ESTIMATE, text)
    text, currency = _take(CURRENCY, text)
    text, unit = _take(UNIT, text)
    done += [what for what, is_so in ((_CURRENCY_GONE, currency), (_UNIT_GONE, unit)) if is_so]
    if match := _TEN_THOUSANDS.fullmatch(text):
        fen, done = _ten_thousands(match[1], match[2] or ""), [*done, mark("以“万”为单位")]
    else:
        try:
            fen = parse_yuan(text)
        except NotAnAmount:
            return faulty(_unreadable(text))
        done += [what for what, is_so in _dress(text) if is_so]
    if estimate:
        done.append(mark("约数，按数值收下并标记为估计"))
    if typed and not done:
        done.append(_WAS_TEXT)
    return Reading(fen, tuple(done), estimate=estimate)


def _strip_dress(raw: str) -> tuple[str, list[str]]:
    """The text without spaces and full-width characters, and what was taken away."""
    spaced = fold_width(raw) != solid(raw)
    wide = fold_width(raw) != raw
    text = drop_apostrophe(solid(raw))
    return text, [what for what, is_so in ((_SPACES_GONE, spaced), (_NARROWED, wide)) if is_so]


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    rest, count = pattern.subn("", text)
    return rest, count > 0


def _dress(text: str) -> tuple[tuple[str, bool], ...]:
    return ((_THOUSANDS, "," in text), (_DECIMALS, "," not in text and text.endswith(".00")))


def _ten_thousands(whole: str, decimals: str) -> int:
    return int(whole + decimals.ljust(6, "0"))  # one 万 is a million fen


def _unreadable(text: str) -> Fault:
    many = re.fullmatch(r"-?[0-9]+\.[0-9]{3,}", text)
    return faults.TOO_MANY_DECIMALS if many else faults.UNREADABLE_AMOUNT


def read_count(cell: Cell, *, least: int, typed: bool) -> Reading:
    """A whole number of things, from `least` on."""
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        whole, done = int(cell.value), ()
        if whole != cell.value:
            return faulty(faults.BAD_COUNT)
        return _counted(whole, least, done)
    text = _without_counter(solid(str(cell.value)))
    if cell.kind is not Kind.TEXT or not ascii_digits(text) or len(text) > 4:
        return faulty(faults.BAD_COUNT)
    plain = text == str(cell.value)
    return _counted(int(text), least, () if plain and not typed else (_WAS_TEXT,))


def _without_counter(text: str) -> str:
    return text[:-1] if text[-1:] in ("人", "口", "套", "年") else text


def _counted(number: int, least: int, done: tuple[str, ...]) -> Reading:
    if number < least:
        return faulty(faults.count_too_small(least))
    if number <= MOST_COUNT:
        return Reading(number, done)
    return faulty(faults.BAD_COUNT)


def read_floor_area(cell: Cell, *, typed: bool) -> Reading:
    """Square metres with two decimals at most."""
    if cell.kind is Kind.NUMBER:
        return _area(repr(cell.value), ())
    text, unit = _take(_AREA_UNIT, solid(str(cell.value)))
    done = (mark("带单位"),) if unit else (_WAS_TEXT,) if typed or text != cell.value else ()
    return _area(text, done)


def _area(text: str, done: tuple[str, ...]) -> Reading:
    if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]+)?", text):
        return faulty(faults.BAD_FLOOR_AREA)
    area = Decimal(text)
    rounded = area.quantize(Decimal("0.01"))
    if area >= AREA_BELOW:
        return faulty(faults.BAD_FLOOR_AREA)
    return Reading(area, done) if rounded == area else Reading(rounded, (*done, mark("取两位小数")))


def shown(fen: int) -> str:
    """An amount as the report shows it: no separators, no idle decimals."""
    text = plain_yuan(fen)
    return text.removesuffix(".00")


def shown_area(area: Decimal) -> str:
    return format(area, "f")
