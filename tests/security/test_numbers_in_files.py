"""An identity and a card number in every column of every file that is imported, and in its heads and name.

Of the register's own rows, its reports and what lies in the database `integration/intake/test_numbers_inside`
says more, of banks' answers `integration/rounds/test_flows_like_cards`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.intake.rules.values import CellReader
from bangfu.organisations.models import Union
from bangfu.organisations.rules.union_rows import COLUMNS as OF_UNIONS
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Field, ValueKind
from bangfu.standards.rules.standard_rows import COLUMNS as OF_STANDARDS
from makers.tables import csv_file

from .asking import signed_in
from .number_shapes import SHAPES, drawn, holds
from .typed_numbers import asked

SEALED = (ValueKind.IDENTITY, ValueKind.CARD)
UNION = dict(
    zip(
        OF_UNIONS,
        ("99001", "试县总工会", "县级总工会", "44090000000", "440981", "", ""),
        strict=True,
    )
)
STANDARD = dict(
    zip(
        OF_STANDARDS,
        ("440981", "高州市", "城市低保标准", "310.00", "2011-01-01", "样例（虚构）", ""),
        strict=True,
    )
)
#: The address, its field, a row that is good, and where what is taken in of it lies.
IMPORTS = {
    "unions": ("/unions/import/", "file", UNION, ("organisations_union",)),
    "standards": ("/standards/import/", "file-file", STANDARD, ("standards_localstandard",)),
}


def columns() -> Iterator[tuple[int, str, str]]:
    for name, (_address, _field, row, _tables) in IMPORTS.items():
        for at, column in enumerate((*row, "一列别的", "表头", "文件名")):
            yield at, name, column


@pytest.mark.parametrize(("at", "name", "column"), [*columns()])
def test_a_number_in_a_table_is_shown_and_kept_nowhere(at, name, column, shop):
    address, field, row, tables = IMPORTS[name]
    client = signed_in("admin")
    for shape in drawn(at):
        bad = dict(row)
        file_name = "表.csv"
        if column == "文件名":
            file_name = f"表{shape.text.replace('/', '').replace(chr(92), '')}.csv"
        elif column == "表头":
            bad[f"x{shape.text}"] = "1"
        else:
            bad[column] = shape.text if at % 2 else f"见{shape.text}"
        file = SimpleUploadedFile(file_name, csv_file([bad]), "text/csv")
        answer = asked(client, "post", address, {field: file}, "", tables)
        assert answer.held == [], f"{name} {column}, {shape!r}"
        assert answer.response.status_code < 500


def test_a_row_that_holds_one_goes_back_alone(shop):
    """Unions are taken in at once; the good row stays, the other is told with the column."""
    good = {**UNION, "编码": "99002", "名称": "好县总工会"}
    for shape in SHAPES:
        bad = {**UNION, "用人单位": shape.text}
        file = SimpleUploadedFile("表.csv", csv_file([bad, good]), "text/csv")
        answer = asked(
            signed_in("admin"), "post", "/unions/import/", {"file": file}, "",
            then=lambda: list(Union.objects.filter(code__startswith="9900").values_list("code", flat=True)),
        )  # fmt: skip
        assert answer.seen == ["99002"], repr(shape)
        assert "内有证件号或银行卡号" in answer.response.content.decode()


def fields() -> list[Field]:
    return [
        each
        for form in (WORKER_FORM, MEMBER_FORM)
        for each in form.fields
        if each.kind not in SEALED
    ]


@pytest.mark.parametrize("typed", [True, False], ids=["workbook", "text file"])
def test_no_column_of_a_register_takes_one_in_any_shape(typed):
    """Whatever the column is called: one of the union's own is read as the field that it is said to be."""
    reader = CellReader(typed=typed, since_1904=False)
    taken = [
        f"{field.zh}, {shape!r}"
        for field in fields()
        for shape in SHAPES
        for text in (shape.text, f"见{shape.text}")
        if holds(str(reader.read(field, Cell(Kind.TEXT, text)).value))
    ]
    assert len(fields()) > 50
    assert taken == []
