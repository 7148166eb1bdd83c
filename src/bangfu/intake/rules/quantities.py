"""Counts and areas, and how amounts and areas are shown."""

import re
from decimal import Decimal

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables.amounts import WAS_TEXT, take
from bangfu.documents.tables.readings import Reading, faulty
from bangfu.intake.rules import faults
from bangfu.kernel.money import plain_yuan
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid
from bangfu.registry.rules.bounds import AREA_BELOW, MOST_COUNT

_NONE = ("无", "没有")
_WRITTEN = "零一二三四五六七八九十"
_TWO = str.maketrans("两", "二")
_COUNT = re.compile(
    rf"共?(?:([0-9]{{1,4}})(?:\.0{{1,2}})?|([{_WRITTEN[1:]}两]))[人口套年名]?(?:\((?:含|包括)(?:职工)?本人\))?"
)
_AREA_UNIT = re.compile(r"(?:平方米|平米|平方|m2|㎡)$", re.IGNORECASE)


def read_count(cell: Cell, *, least: int, typed: bool) -> Reading:
    """A whole number of things, from `least` on."""
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        whole, done = int(cell.value), ()
        if whole != cell.value:
            return faulty(faults.BAD_COUNT)
        return _counted(whole, least, done)
    if cell.kind is not Kind.TEXT:
        return faulty(faults.BAD_COUNT)
    text = solid(str(cell.value))
    if text in _NONE and not least:
        return Reading(0, (mark("“无”按 0"),))
    match = _COUNT.fullmatch(text)
    if match is None:
        return faulty(faults.BAD_COUNT)
    if match[1] is None:
        return _counted(_WRITTEN.index(match[2].translate(_TWO)), least, (WAS_TEXT,))
    plain = match[1] == str(cell.value)
    return _counted(int(match[1]), least, () if plain and not typed else (WAS_TEXT,))


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
    text, unit = take(_AREA_UNIT, solid(str(cell.value)))
    done = (mark("带单位"),) if unit else (WAS_TEXT,) if typed or text != cell.value else ()
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
    """Square metres as the report shows them."""
    return format(area, "f")
