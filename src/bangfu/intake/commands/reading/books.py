"""The files of one import as workbooks: no more of them than a process may hold."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.documents.spreadsheets import MOST_CELLS_HELD, Workbook, read_workbook


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
        books.append(book)
    return books
