"""A bank's answer file as rows of text, read in the spreadsheet child process."""

from __future__ import annotations

from bangfu.documents.spreadsheets import Cell, read_workbook
from bangfu.documents.spreadsheets.merging import fill_down

from ..errors import AnswerTooLarge

MOST_BYTES = 5 * 1024 * 1024


def answer_rows(data: bytes, file_name: str) -> list[list[str]]:
    """The rows of the first sheet that holds any; a merged cell's value in all its rows.

    Raises:
        AnswerTooLarge, SpreadsheetRefused
    """
    if len(data) > MOST_BYTES:
        raise AnswerTooLarge
    sheets = read_workbook(data, file_name).sheets
    filled = (fill_down(sheet, 0)[0] for sheet in sheets if sheet.rows)
    return [[_text(cell) for cell in row] for row in next(filled, ())]


def _text(cell: Cell) -> str:
    """Numbers as they were written: whole ones without a fraction, others exactly as stored."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
