"""A bank's answer file as sheets, read in the spreadsheet child process."""

from __future__ import annotations

from bangfu.documents.spreadsheets import Sheet, read_workbook

from ..answer_errors import AnswerTooLarge

MOST_BYTES = 5 * 1024 * 1024


def answer_sheets(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Those that a person sees. Raises AnswerTooLarge, SpreadsheetRefused."""
    if len(data) > MOST_BYTES:
        raise AnswerTooLarge
    sheets = read_workbook(data, file_name).sheets
    return tuple(sheet for sheet in sheets if not sheet.is_hidden)
