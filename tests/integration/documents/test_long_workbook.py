"""Lists that are too long for memory come out as the same kind of file."""

from __future__ import annotations

import io
import tracemalloc
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.documents.spreadsheets import read_workbook
from bangfu.documents.workbooks import MOST_ROWS, SheetSpec, TooManyRows, build_workbook


def written(rows, note: str = "") -> bytes:
    out = io.BytesIO()
    with LongWorkbook(out.write, LongSheet("档案", ["档案编号", "姓名", "金额"], note)) as book:
        book.write(rows)
    return out.getvalue()


def test_what_was_written_is_read_back():
    rows = [
        ("00123", "=王<&>\x07", Decimal("1234.50")),
        ("4409", None, 3),
        (True, "", Decimal("-0.01")),
    ]
    sheet = load_workbook(io.BytesIO(written(rows, "说明"))).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["说明", None, None],
        ["档案编号", "姓名", "金额"],
        ["00123", "=王<&>", 1234.5],
        ["4409", None, 3],
        ["是", None, -0.01],
    ]
    assert sheet["B3"].data_type == "s"
    assert (sheet["C3"].number_format, sheet["A2"].font.b) == ("#,##0.00", True)
    assert (sheet.title, sheet.freeze_panes) == ("档案", "A3")


def test_several_sheets_stand_one_behind_the_other():
    out = io.BytesIO()
    sheets = LongSheet("甲", ["a", "b", "c"], fixed=2), LongSheet("乙<", ["d"])
    with LongWorkbook(out.write, *sheets) as book:
        book.write([("1", "2", "3")])
        book.next_sheet()
        book.write([("4",), ("5",)])
    first, second = load_workbook(io.BytesIO(out.getvalue()))
    assert [[cell.value for cell in row] for row in first] == [["a", "b", "c"], ["1", "2", "3"]]
    assert [[cell.value for cell in row] for row in second] == [["d"], ["4"], ["5"]]
    assert (first.title, second.title) == ("甲", "乙<")
    assert (first.freeze_panes, second.freeze_panes) == ("C2", "A2")
    named = {
        sheet.name: len(sheet.rows) for sheet in read_workbook(out.getvalue(), "x.xlsx").sheets
    }
    assert named == {"甲": 2, "乙<": 3}


def test_what_is_longer_than_a_sheet_goes_on_in_the_next_under_the_same_header():
    out = io.BytesIO()
    sheets = LongSheet("甲" * 31, ["a", "b"], "说明"), LongSheet("乙", ["c"])
    with LongWorkbook(out.write, *sheets, most_rows=4) as book:
        book.write([(str(number), number) for number in range(5)])
        book.next_sheet()
        book.write([(number,) for number in range(3)])
    told = {
        sheet.name: [[cell.value for cell in row] for row in sheet.rows]
        for sheet in read_workbook(out.getvalue(), "x.xlsx").sheets
    }
    above = [["说明"], ["a", "b"]]
    assert told == {
        "甲" * 31: [*above, ["0", 0], ["1", 1]],
        "甲" * 29 + " 2": [*above, ["2", 2], ["3", 3]],
        "甲" * 29 + " 3": [*above, ["4", 4]],
        "乙": [["c"], [0], [1], [2]],
    }
    titles = [page.title for page in load_workbook(io.BytesIO(out.getvalue()))]
    assert titles == list(told)


def test_a_sheet_that_is_put_together_in_memory_never_loses_rows():
    rows = (() for _ in range(MOST_ROWS))
    with pytest.raises(TooManyRows, match="1,048,576"):
        build_workbook([SheetSpec("档案", ["a"], rows)])


def test_our_own_reader_takes_it():
    book = read_workbook(written([("1", "例", 2)]), "list.xlsx")
    assert [cell.value for cell in book.sheets[0].rows[1][:2]] == ["1", "例"]


def test_the_same_rows_are_the_same_bytes():
    assert written([("1", "例", Decimal(2))]) == written([("1", "例", Decimal(2))])


def test_memory_does_not_grow_with_the_list():
    def peak(rows: int) -> int:
        tracemalloc.start()
        with LongWorkbook(lambda piece: None, LongSheet("档案", ["a", "b"])) as book:
            for number in range(rows):
                book.write([(str(number), "家庭" * 10)])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(1_000)
