"""Files that are none, too large, full of formulas, or about another union's families."""

from __future__ import annotations

import csv
import io
import os
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.test import Client

from bangfu.intake.models import ImportBatch, StagedRow
from bangfu.intake.tasks import merge_batch, read_batch
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator
from makers.people import card_number, identity_number

from .asking import signed_in, undone
from .families import FAMILIES, Family, workbook
from .shop import Shop
from .sight import everything_in

HOSTILE = {
    "empty": b"",
    "nothing": b"\x00" * 4096,
    "zip of nothing": b"PK\x05\x06" + b"\x00" * 18,
    "broken zip": b"PK\x03\x04" + b"\xff" * 200,
    "a program": b"\x7fELF" + os.urandom(512),
    "a page": b"<html><script>alert(1)</script></html>",
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "one quote": b'"',
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


def upload(client: Client, content: bytes, name: str):
    typed = {"register": SimpleUploadedFile(name, content), "as_of": "2010-11-14"}
    return client.post("/imports/", typed)


def read(response) -> ImportBatch:
    """As the background would."""
    number = int(response["Location"].strip("/").rpartition("/")[2])
    read_batch(batch_id=number)
    with acting(operator()):
        return ImportBatch.objects.get(pk=number)


def merge(client: Client, page: str):
    """As the background would."""
    answer = client.post(f"{page}merge/", {"reading": "1"})
    if answer.status_code in (302, 303):
        merge_batch(batch_id=int(page.strip("/").rpartition("/")[2]))
    return answer


@pytest.mark.parametrize(
    "name", ["a.xlsx", "a.csv", "../../a.csv", "a", "CON.xlsx", "a.csv\x00.exe"]
)
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_spreadsheet_is_told_and_kept_nowhere(kind, name, shop: Shop):
    with undone():
        client = signed_in("gz-filer")
        response = upload(client, HOSTILE[kind], name)
        if response.status_code == 422:  # refused with the form
            return
        assert response.status_code == 302
        batch = read(response)
        assert batch.state in ("failed", "staged")
        assert client.get(response["Location"]).status_code == 200
        with acting(operator()):
            assert not StagedRow.objects.filter(batch=batch, verdict="accept").exists()
        assert merge(client, response["Location"]).status_code in (302, 409, 422)


def test_an_upload_beyond_thirty_megabytes_is_refused_in_words(shop: Shop):
    with undone():
        response = upload(signed_in("gz-filer"), b"x" * (30 << 20), "a.csv")
    assert response.status_code == 413
    assert "最多上传 30 MB" in response.content.decode()


def test_a_form_beyond_all_measure_is_refused(shop: Shop):
    client = signed_in("gz-filer")
    with undone():
        assert client.post("/switch/", {"appointment": "1" * (6 << 20)}).status_code == 400
        many = {f"f{n}": "1" for n in range(20_001)}
        assert client.post("/switch/", many).status_code == 400


def test_a_bomb_is_refused(shop: Shop):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * (600 << 20))
    with undone():
        batch = read(upload(signed_in("gz-filer"), packed.getvalue(), "a.xlsx"))
    assert batch.state == "failed"
    assert batch.failure


def stolen(**changed: str) -> Family:
    return Family(**{**vars(FAMILIES["gaozhou"]), **changed})


def import_as(username: str, family: Family) -> tuple[Client, str, ImportBatch]:
    workers, members = workbook([family])
    client = signed_in(username)
    typed = {
        "register": SimpleUploadedFile("a.csv", workers),
        "members": SimpleUploadedFile("b.csv", members),
        "as_of": "2010-11-14",
    }
    response = client.post("/imports/", typed)
    return client, response["Location"], read(response)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"union": "化州市总工会", "area_code": "440982"},
        {"union": "化州市总工会", "area_code": "440982", "head": "另一人"},
        {"file_no": "X2010", "union": "化州市总工会", "area_code": "440982"},
    ],
    ids=["as it is", "as one's own", "as one's own, changed", "the person under a new file"],
)
def test_a_family_of_another_county_cannot_be_taken_or_looked_at(changed, shop: Shop):
    """Nor does the answer tell of it more than that the number is in use."""
    theirs = FAMILIES["gaozhou"]
    family = stolen(**{"phone": "13900000000", "address": "化州某地", **changed})
    with undone():
        before = register()
        client, page, _batch = import_as("hz-reviewer", family)
        shown = everything_in(client.get(page)) + everything_in(client.get(f"{page}report.csv"))
        assert merge(client, page).status_code in (302, 409, 422)
        after = register()
    kept = {file_no: after[file_no] for file_no in before}
    assert kept == before
    assert set(after) - set(before) <= {changed.get("file_no")}
    assert [word for word in (theirs.phone, theirs.address) if word in shown] == []
    assert "高州" not in shown.replace(family.union, "")


def register() -> dict[str, tuple[object, ...]]:
    """Of every file: where it hangs, its head, and how many versions it has."""
    with acting(operator()):
        rows = Household.objects.annotate(versions=Count("facts"))
        told = rows.values_list("file_no", "union_id", "tier2", "head_name", "versions")
        return {row[0]: row[1:] for row in told}


def test_formulas_go_out_as_text(shop: Shop):
    """In the report of an import and in the list of files: nothing that a spreadsheet would run."""
    formula = '=HYPERLINK("http://evil.example","x")'
    numbers = {
        "identity": identity_number("44098119730315759"),
        "card": card_number("622848777700010009"),
    }
    family = stolen(file_no="FORMULA1", address=formula, employer=formula, **numbers)
    with undone():
        client, page, _batch = import_as("gz-filer", family)
        report = client.get(f"{page}report.csv").content.decode("utf-8-sig")
        merge(client, page)
        exported = client.post("/files/export/?text=FORMULA1").content
    running = [
        cell
        for row in csv.reader(io.StringIO(report))
        for cell in row
        if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not cell[1:2].isdigit())
    ]
    assert running == []
    with zipfile.ZipFile(io.BytesIO(exported)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
    assert any("HYPERLINK" in word for word in everything_told(exported))
    assert not any(b"<f>" in sheet for sheet in sheets)


def everything_told(exported: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(exported)) as book:
        return [book.read(name).decode("utf-8", "replace") for name in book.namelist()]


def test_markup_in_a_file_is_shown_as_text(shop: Shop):
    script = "<script>alert(1)</script>"
    numbers = {
        "identity": identity_number("44098119730315775"),
        "card": card_number("622848777700010010"),
    }
    family = stolen(file_no="MARKUP1", address=script, employer=script, **numbers)
    with undone():
        client, page, _batch = import_as("gz-filer", family)
        merge(client, page)
        addresses = (page, "/files/MARKUP1/", "/files/?text=MARKUP1", "/cases/new/?text=MARKUP1")
        texts = [client.get(one).content.decode() for one in addresses]
    assert any("&lt;script&gt;alert(1)" in text for text in texts)
    assert not any(script in text for text in texts)
