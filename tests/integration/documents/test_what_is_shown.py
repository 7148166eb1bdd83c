"""A sheet is what a person sees: formats that show another number, rows and sheets that are hidden."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from bangfu.documents.spreadsheets import Cell, Kind, Sheet, read_workbook


def sheets(**formats: tuple[float, str]) -> tuple[Sheet, ...]:
    """A visible sheet with these cells in row 1 and a hidden row 2; and a sheet that is hidden."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, lists = book.add_worksheet("表"), book.add_worksheet("代码")
        for reference, (number, code) in formats.items():
            sheet.write_number(f"{reference}1", number, book.add_format({"num_format": code}))
        sheet.write_row(1, 0, ["看不见", "的行"])
        sheet.write_row(2, 0, ["看得见"])
        sheet.set_row(1, None, None, {"hidden": True})
        lists.write(0, 0, "配偶")
        lists.hide()
    return read_workbook(out.getvalue(), "表.xlsx").sheets


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.12, "0%", "12%"),
        (0.125, "0.0%", "12.5%"),
        (0.5, '0.00"万元"', "0.5万"),
        (3, '#,##0"万"', "3万"),
        (5000, '0!.0,"万元"', 5000),
        (12_345, '0.00,"万"', 12_345),
        (1200, "#,##0.00", 1200),
        (1200, '0"元"', 1200),
        (0.5, '0.0"%"', 0.5),
    ],
)
def test_a_number_is_what_its_format_shows(number, code, shown):
    (cell, *_) = sheets(A=(number, code))[0].rows[0]
    kind = Kind.TEXT if isinstance(shown, str) else Kind.NUMBER
    assert cell == Cell(kind, shown)


def test_rows_and_sheets_that_nobody_sees_say_so():
    table, lists = sheets(A=(1, "0"))
    assert (table.hidden, table.is_hidden, len(table.rows)) == (frozenset([1]), False, 3)
    assert (lists.hidden, lists.is_hidden) == (frozenset(), True)
