"""What a sheet holds, as plain values that know what they were."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"  # int or float; sixteen digits and more have been lost already
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"  # value is the error's name, such as #DIV/0!


class Formula(StrEnum):
    """Where a cell's value comes from."""

    NONE = "none"
    CACHED = "cached"  # a formula; the value is what was last computed
    UNCACHED = "uncached"  # a formula whose result was never stored
    BROKEN = "broken"  # likewise, and it refers to cells that are gone (#REF!)


class Cell(NamedTuple):
    """One cell. `value` is '' when empty or without a cached value."""

    kind: Kind
    value: str | int | float | bool | date
    formula: Formula = Formula.NONE


EMPTY = Cell(Kind.EMPTY, "")


class Span(NamedTuple):
    """A merged cell: its first and last row and column, from 0. What it shows stands in the first."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """Rows from the first of the sheet on; row 1 is rows[0]. Rows may differ in length.

    `begins`: of a part of a sheet, its first row (from 0); those before are there, and empty. `hidden`:
    rows that nobody sees (from 0), by a filter or by hand; `is_hidden`: so is the whole sheet.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    merged: tuple[Span, ...] = ()
    begins: int = 0
    hidden: frozenset[int] = field(default=frozenset(), repr=False)
    is_hidden: bool = False


def sheet_of_texts(rows: Iterable[Iterable[str]], name: str = "") -> Sheet:
    """A sheet of text cells alone, as a delimited file is read."""
    return Sheet(name, tuple(tuple(map(_text, row)) for row in rows))


def _text(value: str) -> Cell:
    return Cell(Kind.TEXT, value) if value else EMPTY


@dataclass(frozen=True)
class Workbook:
    """A file as read. In a delimited file (`typed` False) every cell is text and the one sheet
    has no name. `since_1904`: serial dates count from 1904-01-01.
    """

    filename: str
    typed: bool
    since_1904: bool
    sheets: tuple[Sheet, ...]
