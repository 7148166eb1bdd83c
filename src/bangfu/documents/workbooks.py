"""Tables written as .xlsx workbooks, all of one look: the only place that writes them.

Text is always text: nothing that looks like a formula, a number or a link becomes one, and a long
number stays text when somebody types over it. Everything
is put together in memory, because the library's other mode keeps rows in temporary files, where
nothing personal may lie. The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import phrase

CellValue = str | int | float | Decimal | bool | date | None
MOST_ROWS = 1_048_576  # of a sheet, its header included; no program opens more
LAST_ROW = 5_000  # how far down a template offers its lists
MONEY = "#,##0.00"
LONG = 10**10  # a number from here on is somebody's, not a quantity
LONG_NUMBER = re.compile(r"[0-9]{11,}[0-9Xx]?")
#: Written into every workbook as its time of making: the same content is the same file.
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (the format holds no time zone)


class TooManyRows(BangfuError):
    """More than a sheet can hold; `long_workbook` writes what may be so long."""

    def __init__(self) -> None:
        told = phrase(
            "内容超过一张工作表能放的 {most} 行。请缩小范围，分几次导出。", most=f"{MOST_ROWS:,}"
        )
        super().__init__(told)


@dataclass(frozen=True)
class SheetSpec:
    """A header that stays in sight and rows below it; a Decimal is an amount in yuan.

    Attributes:
        choices: column to the values offered there.
        text_columns: typed in as text always.
        note: stands in a row above the header: what this is, of which day.
        widths: of the columns, in characters; by their titles where not given.
        fixed: how many columns stay in sight.
        numbers: its rows hold identity or card numbers, which were opened for it; no other sheet shows any.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellValue]] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text_columns: Sequence[str] = ()
    note: str = ""
    widths: Sequence[float] = ()
    fixed: int = 0
    numbers: bool = False

    @property
    def header_row(self) -> int:
        return 1 if self.note else 0


class Formats(NamedTuple):
    header: Format
    text: Format
    money: Format


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
        book.set_properties({"created": NO_TIME})
        formats = Formats(
            book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": MONEY}),
        )
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            _header(page, sheet, formats)
            _rows(page, sheet, formats)
            _choices(page, sheet)
    return out.getvalue()


def _header(page: Worksheet, sheet: SheetSpec, formats: Formats) -> None:
    if sheet.note:
        page.write_string(0, 0, sheet.note)
    widths = sheet.widths or [width_of(title) for title in sheet.header]
    for column, (title, width) in enumerate(zip(sheet.header, widths, strict=True)):
        kind = formats.text if title in sheet.text_columns else None
        page.set_column(column, column, width, kind)
        page.write_string(sheet.header_row, column, title, formats.header)
    page.freeze_panes(sheet.header_row + 1, sheet.fixed)


def width_of(title: str) -> int:
    """In characters; numbers of persons and files are longer than their titles."""
    return 22 if "号" in title else max(12, 2 * len(title) + 2)


def yes_or_no(value: bool) -> str:
    return "是" if value else "否"


def as_text(value: CellValue) -> str | None:
    """A long number as text, for a spreadsheet keeps fifteen digits of a number; None for the rest."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= LONG:
        return str(value)
    return value if isinstance(value, str) and LONG_NUMBER.fullmatch(value) else None


def nobodys(row: Sequence[CellValue]) -> list[CellValue]:
    """A row without the identity and card numbers that stand in its texts, whoever wrote them there."""
    return [without_numbers(each) if isinstance(each, str) else each for each in row]


def _rows(page: Worksheet, sheet: SheetSpec, formats: Formats) -> None:
    for number, row in enumerate(sheet.rows, start=sheet.header_row + 1):
        if number >= MOST_ROWS:  # the library would leave them out without a word
            raise TooManyRows
        for column, value in enumerate(row if sheet.numbers else nobodys(row)):
            _cell(page, number, column, value, formats)


def _cell(page: Worksheet, row: int, column: int, value: CellValue, formats: Formats) -> None:
    if value is None or value == "":
        return
    if (number := as_text(value)) is not None:
        page.write_string(row, column, number, formats.text)
    elif isinstance(value, bool):
        page.write_string(row, column, yes_or_no(value))
    elif isinstance(value, Decimal):
        page.write_number(row, column, value, formats.money)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value))


def _choices(page: Worksheet, sheet: SheetSpec) -> None:
    """Drop-downs that warn and let through: a row from elsewhere is judged when it comes in."""
    for title, values in sheet.choices.items():
        column = list(sheet.header).index(title)
        told = {"validate": "list", "source": list(values), "error_type": "warning"}
        first = sheet.header_row + 1
        if page.data_validation(first, column, LAST_ROW, column, told) != 0:
            raise ValueError(f"too long for a drop-down: {title}")
