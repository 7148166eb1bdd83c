"""One cell of one field: its typed value, or why it can't be had."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bangfu.documents.spreadsheets.cells import Cell, Formula, Kind
from bangfu.documents.tables import amounts, days
from bangfu.documents.tables.amounts import Per
from bangfu.documents.tables.headers import is_blank
from bangfu.documents.tables.readings import NOTHING, Reading, faulty
from bangfu.intake.rules import faults, numbers, quantities, words
from bangfu.kernel.masking import (
    hide_numbers,
    mask_card,
    mask_identity,
    mask_phone,
    without_numbers,
)
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid
from bangfu.registry.rules.bounds import MOST_FEN
from bangfu.registry.rules.form import Field, ValueKind
from bangfu.registry.rules.values import Value

_FROM_CACHE = mark("取公式的缓存值")
_UNSAID = mark("按空缺")
_STROKES = numbers.STROKES
_STRUCK_OUT = frozenset(
    {
        *(ValueKind.AMOUNT, ValueKind.COUNT, ValueKind.FLOOR_AREA, ValueKind.YEAR, ValueKind.FLAG),
        *(ValueKind.CODE, ValueKind.CODES, ValueKind.PHONE, ValueKind.CARD),
        *(ValueKind.DATE, ValueKind.MONTH, ValueKind.BIRTH_DATE),
    }
)
_NONE = numbers.NONE_THERE
_MAY_BE_NONE = frozenset(
    [ValueKind.PHONE, ValueKind.CARD, ValueKind.CODES, ValueKind.DATE, ValueKind.MONTH]
)
_MOSTLY_UNIQUE = (ValueKind.IDENTITY, ValueKind.CARD, ValueKind.PHONE, ValueKind.FILE_NO)
_LONGEST_SHOWN = 60
Reader = Callable[[Field, Cell, int], Reading]


class CellReader:
    """Reads the cells of one file. Equal cells of a field are read once: most columns repeat.

    Args:
        typed: the file tells numbers and dates from text.
        since_1904: its serial dates count from 1904-01-01.
    """

    def __init__(self, *, typed: bool, since_1904: bool) -> None:
        self._readers = _readers(typed, since_1904)
        self._known: dict[tuple[str, int, Cell], Reading] = {}

    def read(self, field: Field, cell: Cell, unit: int = 1) -> Reading:
        """`unit`: what the column's amounts are counted in, in yuan."""
        if cell.kind is Kind.EMPTY and cell.formula is Formula.NONE:
            return _blank(field)
        if field.kind in _MOSTLY_UNIQUE:
            return self._read(field, cell, unit)
        key = (field.attr, unit, cell)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._read(field, cell, unit)
        return known

    def _read(self, field: Field, cell: Cell, unit: int) -> Reading:
        if cell.kind is Kind.ERROR:
            return faulty(faults.error_value(str(cell.value)))
        if cell.formula is Formula.BROKEN:
            return faulty(faults.FORMULA_BROKEN)
        if cell.formula is Formula.UNCACHED:
            return faulty(faults.FORMULA_UNCACHED)
        if is_blank(cell):
            return _blank(field)
        if not field.required and _says_nothing(field, cell):
            return Reading(None, (_UNSAID,))
        reading = self._readers[field.kind](field, cell, unit)
        if cell.formula is Formula.CACHED and reading.fault is None:
            return reading._replace(done=(_FROM_CACHE, *reading.done))
        return reading


def _says_nothing(field: Field, cell: Cell) -> bool:
    """A stroke in place of a number or a word stands for a blank, and not for nothing; so does 无 where
    nobody counts.
    """
    if cell.kind is not Kind.TEXT or field.kind not in _STRUCK_OUT:
        return False
    text = solid(str(cell.value))
    return text in _STROKES or (field.kind in _MAY_BE_NONE and text in _NONE)


def _blank(field: Field) -> Reading:
    if not field.required:
        return NOTHING
    return faulty(faults.NUMBER_BLANK if field.kind is ValueKind.IDENTITY else faults.BLANK)


def _readers(typed: bool, since_1904: bool) -> dict[ValueKind, Reader]:
    def day(month_will_do: bool) -> Reader:
        return lambda _, cell, __: days.read_date(
            cell, since_1904=since_1904, month_will_do=month_will_do
        )

    return {
        **{kind: _unitless(read) for kind, read in _UNTYPED.items()},
        ValueKind.DATE: day(False),
        ValueKind.MONTH: day(True),
        ValueKind.BIRTH_DATE: lambda _, cell, __: days.read_birth_date(cell, since_1904=since_1904),
        ValueKind.AMOUNT: lambda field, cell, unit: amounts.read_amount(
            cell,
            typed=typed,
            per=Per.MONTH if field.monthly else Per.YEAR,
            unit=unit,
            most=MOST_FEN,
        ),
        ValueKind.COUNT: lambda field, cell, _: quantities.read_count(
            cell, least=field.least, typed=typed
        ),
        ValueKind.FLOOR_AREA: lambda _, cell, __: quantities.read_floor_area(cell, typed=typed),
    }


def _unitless(read: Callable[[Field, Cell], Reading]) -> Reader:
    return lambda field, cell, _: read(field, cell)


def _code(field: Field, cell: Cell) -> Reading:
    assert field.codes is not None, field.zh
    return words.read_code(cell, field.codes)


def _codes(field: Field, cell: Cell) -> Reading:
    assert field.codes is not None, field.zh
    return words.read_codes(cell, field.codes)


_UNTYPED: dict[ValueKind, Callable[[Field, Cell], Reading]] = {
    ValueKind.FILE_NO: lambda _, cell: numbers.read_file_no(cell),
    ValueKind.NAME: lambda field, cell: words.read_name(cell, longest=field.longest),
    ValueKind.TEXT: lambda field, cell: words.read_text(cell, longest=field.longest),
    ValueKind.IDENTITY: lambda _, cell: numbers.read_identity(cell),
    ValueKind.CARD: lambda _, cell: numbers.read_card(cell),
    ValueKind.PHONE: lambda _, cell: numbers.read_phone(cell),
    ValueKind.AREA_CODE: lambda _, cell: numbers.read_area_code(cell),
    ValueKind.CODE: _code,
    ValueKind.CODES: _codes,
    ValueKind.FLAG: lambda _, cell: words.read_flag(cell),
    ValueKind.YEAR: lambda _, cell: numbers.read_year(cell),
}


def show_raw(field: Field, cell: Cell) -> str:
    """What stands in the cell, for a report: masked where it is a personal number."""
    if field.kind is ValueKind.IDENTITY:
        return mask_identity(solid(numbers.as_digits(cell)))
    if field.kind is ValueKind.CARD:
        return mask_card(solid(numbers.as_digits(cell)))
    if isinstance(cell.value, int | float):
        return without_numbers(repr(cell.value).removesuffix(".0"))
    return without_numbers(str(cell.value).strip())[:_LONGEST_SHOWN]


def show_left_out(field: Field, cell: Cell) -> str:
    """The same of what was not taken, and will be kept beside the row: what might be anybody's number is
    hidden, whatever column it stands in.
    """
    shown = show_raw(field, cell)
    if field.kind is ValueKind.PHONE:
        return mask_phone(shown)
    return shown if field.kind in (ValueKind.IDENTITY, ValueKind.CARD) else hide_numbers(shown)


def show_value(field: Field, value: Value) -> str:
    """A typed value as a report and an export write it; personal numbers masked."""
    if value is None:
        return ""
    if field.kind is ValueKind.IDENTITY:
        return mask_identity(str(value))
    if field.kind is ValueKind.CARD:
        return mask_card(str(value))
    return write_value(field, value)


def write_value(field: Field, value: Value) -> str:
    """A typed value as the form writes it, in full; reading it again gives the same value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return quantities.shown_area(value)
    if isinstance(value, int) and field.kind is ValueKind.AMOUNT:
        return quantities.shown(value)
    return "" if value is None else str(value)
