"""Small tables with a fixed header (unions, standards): read to texts by column name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid, squeeze

from .spreadsheets import Cell, Sheet, read_workbook

_HEADER_WITHIN = 10  # title lines may stand above it


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
    """Texts by column name; an absent or empty cell is ''. `number` counts from 1 as shown."""

    number: int
    texts: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.texts[column]


@dataclass(frozen=True)
class Table:
    sheet: str
    header_row: int
    rows: tuple[TableRow, ...]


def read_table(data: bytes, file_name: str, columns: Sequence[str]) -> Table:
    """The first sheet that has all `columns` in one of its first lines; empty rows left out.

    Raises:
        SpreadsheetRefused: not readable as a spreadsheet.
        ColumnsMissing: no such header.
    """
    for sheet in read_workbook(data, file_name).sheets:
        for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
            places = {solid(cell_text(cell)): place for place, cell in enumerate(row)}
            if all(column in places for column in columns):
                chosen = {column: places[column] for column in columns}
                return Table(sheet.name, at + 1, tuple(_rows(sheet, at + 1, chosen)))
    raise ColumnsMissing(columns)


def cell_text(cell: Cell) -> str:
    """A cell as text: whole numbers without a fraction, dates as YYYY-MM-DD."""
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return squeeze(str(value))


def _rows(sheet: Sheet, start: int, places: dict[str, int]) -> list[TableRow]:
    rows = []
    for number, row in enumerate(sheet.rows[start:], start + 1):
        texts = {
            column: cell_text(row[place]) if place < len(row) else ""
            for column, place in places.items()
        }
        if any(texts.values()):
            rows.append(TableRow(number, texts))
    return rows
