"""Tables as workbooks. Text is always text: nothing in a cell is ever taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]

Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """`note` stands in the first row: what this is, of which day, by whom."""

    title: str
    note: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx, put together in memory: the library's other mode keeps rows in temporary files."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.title), sheet, bold)
    return out.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, bold: object) -> None:
    page.set_column(0, len(sheet.header) - 1, 16)
    page.write_string(0, 0, sheet.note)
    for column, title in enumerate(sheet.header):
        page.write_string(1, column, title, bold)
    page.freeze_panes(2, 0)
    for number, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif value is not None:
                page.write_number(number, column, value)
