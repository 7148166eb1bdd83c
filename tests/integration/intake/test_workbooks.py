"""Workbooks given out: the template comes back in, and text stays text."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from bangfu.documents.spreadsheets import Kind, read_workbook
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.registry.queries.export import register_template
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM


def test_the_template_has_every_column_and_its_drop_downs():
    book = openpyxl.load_workbook(io.BytesIO(register_template()))
    for form in (WORKER_FORM, MEMBER_FORM):
        page = book[form.kind.value]
        assert [cell.value for cell in page[1]] == [each.zh for each in form.fields]
        lists = {
            str(one.sqref).split("2:")[0]: one.formula1
            for one in page.data_validations.dataValidation
        }
        header = {cell.value: cell.column_letter for cell in page[1]}
        assert '"男,女"' in lists[header["性别"]]
        assert "良好,恶性肿瘤" in lists[header["健康状况"]]


def test_text_stays_text_whatever_it_looks_like():
    row = ["=1+1", "@x", "0123456789012345678", "http://example.org", Decimal("12.34"), True]
    data = build_workbook([SheetSpec("表", list("甲乙丙丁戊己"), [[*row]])])
    (sheet,) = read_workbook(data, "x.xlsx").sheets
    cells = sheet.rows[1]
    assert [cell.value for cell in cells] == [*row[:4], 12.34, "是"]
    assert {cell.kind for cell in cells[:4]} == {Kind.TEXT}


def test_days_are_written_as_the_form_wants_them():
    data = build_workbook([SheetSpec("表", ["日", "空"], [[date(2010, 10, 31), None]])])
    (sheet,) = read_workbook(data, "x.xlsx").sheets
    assert [cell.value for cell in sheet.rows[1]] == ["2010-10-31"]
