"""Small tables whose columns are known beforehand (unions, standards): their cells by column name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bangfu.documents.spreadsheets import Cell, Sheet, read_workbook
from bangfu.documents.spreadsheets.cells import EMPTY
from bangfu.documents.spreadsheets.merging import fill_down
from bangfu.documents.tables.headers import (
    Heads,
    first_header,
    is_blank,
    look_up,
    meaning,
    titles_above,
)
from bangfu.documents.tables.remarks import remark_of, repeats_header
from bangfu.documents.tables.units import unit_of_heads, unit_of_lines
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import squeeze


class ColumnsMissing(BangfuError):
    """No sheet has the columns that this kind of file needs."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(
            phrase(
                "文件里找不到表头。需要这些列：{columns}。请按这些列名整理表头后重新导入。",
                columns="、".join(columns),
            )
        )
        self.columns = tuple(columns)


@dataclass(frozen=True)
class TableRow:
    """Cells by column name. `number` counts from 1 as shown; an absent or empty cell's text is ''.

    `units`: what the amounts of a column are counted in, in yuan.
    """

    number: int
    cells: Mapping[str, Cell] = field(repr=False)
    units: Mapping[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def texts(self) -> dict[str, str]:
        return {column: cell_text(cell) for column, cell in self.cells.items()}

    def __getitem__(self, column: str) -> str:
        return self.texts[column]


@dataclass(frozen=True)
class Table:
    """`typed`, `since_1904`: as its workbook."""

    sheet: str
    header_row: int
    rows: tuple[TableRow, ...]
    typed: bool = True
    since_1904: bool = False


def read_table(data: bytes, file_name: str, columns: Sequence[str]) -> Table:
    """The first sheet that has all `columns` in its header; empty rows, totals and remarks left out.

    Raises:
        SpreadsheetRefused: not readable as a spreadsheet.
        ColumnsMissing: no such header.
    """
    book = read_workbook(data, file_name)
    for sheet in (each for each in book.sheets if not each.is_hidden):
        if header := first_header(sheet, lambda heads: _places(heads, columns)):
            places, heads = header
            rows = tuple(_rows(sheet, heads, places))
            return Table(sheet.name, heads.last + 1, rows, book.typed, book.since_1904)
    raise ColumnsMissing(columns)


def _places(heads: Heads, columns: Sequence[str]) -> dict[str, int] | None:
    """Where each column is; None unless all are there."""
    known = {column: column for column in columns}
    places: dict[str, int] = {}
    for place, words in enumerate(heads.of):
        meant, _ = meaning(words, known.get)
        if meant is not None:
            places.setdefault(meant, place)
    return places if len(places) == len(columns) else None


def cell_text(cell: Cell) -> str:
    """A cell as text: whole numbers without a fraction, dates as YYYY-MM-DD."""
    value = cell.value
    return value.isoformat() if isinstance(value, date) else squeeze(as_written(cell))


def as_written(cell: Cell) -> str:
    """Numbers as they were written: whole ones without a fraction, others exactly as stored."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _rows(sheet: Sheet, heads: Heads, places: Mapping[str, int]) -> list[TableRow]:
    shown, _ = fill_down(sheet, heads.last + 1)
    columns: dict[int, object] = {place: column for column, place in places.items()}
    table = unit_of_lines(titles_above(sheet, heads)) or 1
    units = {column: unit_of_heads(heads.of[place]) or table for column, place in places.items()}
    known = {column: column for column in places}
    rows = []
    for number, row in enumerate(shown[heads.last + 1 :], heads.last + 2):
        texts = [(place, cell_text(cell)) for place, cell in enumerate(row) if not is_blank(cell)]
        if not any(place in columns for place, _ in texts):
            continue
        repeated = repeats_header(texts, columns, lambda head: look_up(head, known.get))
        if not repeated and not remark_of([text for _, text in texts]):
            cells = {
                column: row[place] if place < len(row) else EMPTY
                for column, place in places.items()
            }
            rows.append(TableRow(number, cells, units))
    return rows
