"""What comes back of good files."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from packages_made import package

from bangfu.documents.spreadsheets import Cell, Kind, read_workbook
from bangfu.documents.spreadsheets.cells import EMPTY, Formula


def workbook(**values: object) -> bytes:
    book = openpyxl.Workbook()
    for reference, value in values.items():
        book.active[reference] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_keep_what_they_were():
    data = workbook(
        C4="字", D4=1.5, E4=True, F4=datetime(2020, 1, 2, 3, 4), G4=379938196805175123, I4=None  # noqa: DTZ001
    )  # fmt: skip
    sheet = read_workbook(data, "kinds.xlsx").sheets[0]
    assert [len(row) for row in sheet.rows] == [0, 0, 0, 7]
    assert sheet.rows[3][:6] == (
        EMPTY,
        EMPTY,
        Cell(Kind.TEXT, "字"),
        Cell(Kind.NUMBER, 1.5),
        Cell(Kind.BOOL, True),
        Cell(Kind.DATE, date(2020, 1, 2)),
    )
    assert sheet.rows[3][6].kind is Kind.NUMBER


def test_formulas_tell_what_stands_behind_them():
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>#REF!+0</f><v></v></c>'
        '<c r="C1"><f>A1</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="E1" t="str"><f>IF(A1,"","")</f><v></v></c><c r="F1" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="B3"><f>A1</f></c></row>'
    )
    sheet = read_workbook(package(rows), "formulas.xlsx").sheets[0]
    assert sheet.rows[0] == (
        Cell(Kind.NUMBER, 2, Formula.CACHED),
        Cell(Kind.EMPTY, "", Formula.BROKEN),
        Cell(Kind.EMPTY, "", Formula.UNCACHED),
        Cell(Kind.ERROR, "#DIV/0!", Formula.CACHED),
        Cell(Kind.EMPTY, "", Formula.CACHED),
        Cell(Kind.ERROR, "#N/A"),
    )
    assert sheet.rows[2] == (EMPTY, Cell(Kind.EMPTY, "", Formula.UNCACHED))


def test_the_date_system_is_told():
    plain = package('<row><c r="A1"><v>1</v></c></row>')
    assert not read_workbook(plain, "a.xlsx").since_1904
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2020, 1, 2)
    out = io.BytesIO()
    book.save(out)
    read = read_workbook(out.getvalue(), "mac.xlsx")
    assert read.since_1904
    assert read.sheets[0].rows[0][0].value == date(2020, 1, 2)


def test_rows_without_references_count_from_the_top():
    rows = "<row><c><v>1</v></c></row><row><c/><c><f>1+1</f></c></row>"
    sheet = read_workbook(package(rows), "bare.xlsx").sheets[0]
    assert sheet.rows[0][0].value == 1
    assert sheet.rows[1][1].formula is Formula.UNCACHED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_files_of_all_sorts(encoding, delimiter):
    lines = [["档案编号", "姓名", "住址"], ["1", "莫㐂", "一号，二栋"], [], ["2", '引"号', "x"]]
    text = "\r\n".join(
        delimiter.join('"' + word.replace('"', '""') + '"' for word in line) for line in lines
    )
    book = read_workbook(text.encode(encoding), "list.csv")
    assert not book.typed
    assert [[cell.value for cell in row] for row in book.sheets[0].rows] == lines
