"""The files of one import as workbooks: no more of them than a process may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bangfu.documents.spreadsheets import MOST_CELLS_HELD, Sheet, Workbook, read_workbook
from bangfu.kernel.masking import hide_numbers


def read_books(
    files: Iterable[tuple[str, bytes]], most_cells: int = MOST_CELLS_HELD
) -> list[Workbook]:
    """In the order given; an import is judged as a whole, so that its files count together.

    Raises:
        SpreadsheetRefused: TooMuchAtOnce among them.
    """
    books: list[Workbook] = []
    left = most_cells
    for name, data in files:
        book = read_workbook(data, name, left)
        left -= sum(len(row) for sheet in book.sheets for row in sheet.rows)
        books.append(_named_safely(book))
    return books


def _named_safely(book: Workbook) -> Workbook:
    """A sheet's name is kept with each row, told and logged: it holds no number that might be somebody's."""
    sheets: dict[str, Sheet] = {}
    for sheet in book.sheets:
        name = hide_numbers(sheet.name)
        while name in sheets:
            name += "*"
        sheets[name] = sheet if name == sheet.name else replace(sheet, name=name)
    return replace(book, sheets=tuple(sheets.values()))
