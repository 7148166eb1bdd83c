"""Tables written as .xlsx workbooks.

Text is always text: nothing that looks like a formula, a number or a link becomes one. Everything
is put together in memory, because the library's other mode keeps rows in temporary files, where
nothing personal may lie.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

CellValue = str | int | float | Decimal | bool | date | None
LAST_ROW = 5_000  # how far down a template offers its lists


@dataclass(frozen=True)
class SheetSpec:
    """`choices`: column to the values offered there; `text_columns`: typed in as text always."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellValue]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text_columns: Sequence[str] = ()


def build_workbook(sheets: Iterable[SheetSpec]) -> bytes:
    """The whole file."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            _header(page, sheet, bold, text)
            _rows(page, sheet)
            _choices(page, sheet)
    return out.getvalue()


def _header(page: Worksheet, sheet: SheetSpec, bold: Format, text: Format) -> None:
    for column, title in enumerate(sheet.header):
        kind = text if title in sheet.text_columns else None
        page.set_column(column, column, _width(title), kind)
        page.write_string(0, column, title, bold)
    page.freeze_panes(1, 2)


def _width(title: str) -> int:
    return 22 if "号" in title else max(12, 2 * len(title) + 2)


def _rows(page: Worksheet, sheet: SheetSpec) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _cell(page, number, column, value)


def _cell(page: Worksheet, row: int, column: int, value: CellValue) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value))


def _choices(page: Worksheet, sheet: SheetSpec) -> None:
    """Drop-downs that warn and let through: a row from elsewhere is judged when it comes in."""
    for title, values in sheet.choices.items():
        column = list(sheet.header).index(title)
        told = {"validate": "list", "source": list(values), "error_type": "warning"}
        if page.data_validation(1, column, LAST_ROW, column, told) != 0:
            raise ValueError(f"too long for a drop-down: {title}")
