"""Dates in all the forms that offices write: text, eight digits, serial numbers of both systems."""

import re
from datetime import date, timedelta

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables import faults
from bangfu.documents.tables.readings import Reading, faulty
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid

_EIGHT_DIGITS, _SERIAL_DAY = mark("八位日期"), mark("Excel序列号日期")
_SPACES_GONE = mark("去空格")
_SEPARATED = {
    "": re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    mark("斜线日期"): re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    mark("点号日期"): re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.?", re.ASCII),
    mark("汉字日期"): re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?(?:出?生)?", re.ASCII),
    _EIGHT_DIGITS: re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
}
_MONTH_ONLY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})月?|年(\d{1,2})月份?)(?:出?生)?", re.ASCII)
_SIX_DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})", re.ASCII)
#: As spreadsheets and databases write it behind a day; another place's time may be of another day.
_TIME_OF_DAY = re.compile(
    r"(?:(?<=\d)(?:T|\s+)|(?<=[日号])\s*|(?<=\d)(?=[上下]午))(?:[上下]午\s*)?"
    r"\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点](?:\d{1,2}分(?:\d{1,2}秒)?)?)"
    r"(?:\s*[AP]M|\+08:?00)?$",
    re.ASCII | re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
_START_1900 = date(1899, 12, 30)  # from 1900-03-01 on; the day that never was lies before
_START_1904 = date(1904, 1, 1)
_SERIALS = range(10_000, 73_051)  # 1927 to 2099; fewer digits would more likely be a year
_YEARS = range(1900, 2100)


def read_birth_date(cell: Cell, *, since_1904: bool) -> Reading:
    """A day, or the month that older forms ask for (出生年月): its days are then all possible."""
    reading = read_date(cell, since_1904=since_1904, month_will_do=False)
    if reading.fault is None:
        return reading
    if cell.kind is Kind.NUMBER and isinstance(cell.value, float) and cell.value % 1:
        text = f"{cell.value:.2f}"  # 1968.1 is how a cell of numbers shows 1968.10
    else:
        text = solid(str(cell.value)).removesuffix(".0")
    month = _MONTH_ONLY.fullmatch(text) or _SIX_DIGITS.fullmatch(text)
    if month is None:
        return reading
    read = _make(int(month[1]), int(next(filter(None, month.groups()[1:]))), 1, ())
    return read if read.fault else read._replace(month_only=True)


def read_date(cell: Cell, *, since_1904: bool, month_will_do: bool) -> Reading:
    """A day. A date cell and text as 2025-10-31 are taken as they are; all else is told."""
    if cell.kind is Kind.DATE and isinstance(cell.value, date):
        return _in_range(cell.value, ())
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return _from_number(cell.value, since_1904)
    if cell.kind is not Kind.TEXT:
        return faulty(faults.NOT_A_DATE)
    return _from_text(str(cell.value), since_1904, month_will_do)


def _from_number(number: float, since_1904: bool) -> Reading:
    whole = int(number)
    if whole in _SERIALS:
        return _from_serial(whole, since_1904)
    if whole == number and whole > 10_000_000:
        return _from_parts(_EIGHT_DIGITS, _SEPARATED[_EIGHT_DIGITS].fullmatch(str(whole)))
    return faulty(faults.NOT_A_DATE)


def _from_serial(serial: int, since_1904: bool) -> Reading:
    start = _START_1904 if since_1904 else _START_1900
    return _in_range(start + timedelta(days=serial), (_SERIAL_DAY,))


def _from_text(raw: str, since_1904: bool, month_will_do: bool) -> Reading:
    text = solid(_TIME_OF_DAY.sub("", raw.strip()))
    if serial := _SERIAL.fullmatch(text):
        return _from_number(int(serial[1]), since_1904)
    for form, pattern in _SEPARATED.items():
        if match := pattern.fullmatch(text):
            return _from_parts(form or _tidied(raw, text), match)
    if month_will_do and (month := _MONTH_ONLY.fullmatch(text)):
        return _make(int(month[1]), int(month[2] or month[3]), 1, (mark("只到月份，按一日收下"),))
    return faulty(faults.NOT_A_DATE)


def _tidied(raw: str, text: str) -> str:
    return "" if raw == text else _SPACES_GONE


def _from_parts(form: str, match: re.Match[str] | None) -> Reading:
    if match is None:
        return faulty(faults.NOT_A_DATE)
    year, month, day = (int(part) for part in match.groups())
    return _make(year, month, day, (form,) if form else ())


def _make(year: int, month: int, day: int, done: tuple[str, ...]) -> Reading:
    try:
        return _in_range(date(year, month, day), done)
    except ValueError:
        return faulty(faults.NOT_A_DATE)


def _in_range(day: date, done: tuple[str, ...]) -> Reading:
    return Reading(day, done) if day.year in _YEARS else faulty(faults.NOT_A_DATE)
