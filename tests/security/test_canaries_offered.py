"""One identity and one card number offered by every way in, on one installation, then searched for everywhere.

In the fields of every form, in addresses, in each column of each kind of file, in names of files, to a
sign-in that has ended, in searches. What `test_canaries` searches went in by the right door alone.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from bangfu.documents.typesetting import typeset
from bangfu.intake.tasks import merge_batch, read_batch
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.enums import JobState
from bangfu.jobs.models import Job
from bangfu.operations.cli.postgres_tools import owner_environment, tool
from bangfu.operations.datafolder import data_folder
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.registry.rules.form import WORKER_FORM
from bangfu.scope.actors import acting, background, operator
from bangfu.web.kept import WRITER, mark_of
from harness import connect_to
from makers.tables import csv_file

from .asking import address, body, signed_in
from .attacked import Heard
from .families import FAMILIES, workbook
from .number_shapes import NUMBERS, WIDE
from .papers_read import words_of
from .sight import ANYBODY, everything_in
from .test_numbers_in_files import SEALED, STANDARD, UNION
from .test_numbers_in_forms import posted
from .typed_numbers import is_text
from .wrong_forms import BESIDE, NOT_SHOWN, NOTHING_TYPED, TOKEN, WITH, bound_forms, officer_for

CARD, IDENTITY = NUMBERS["card"], NUMBERS["identity"]
#: Whose own numbers they are: sealed with the family, where they belong.
NEWCOMER = replace(
    FAMILIES["gaozhou"], file_no="CANARYGZ20100009", head="淼丙桉", member="淼丁桉",
    identity=IDENTITY, card=CARD, phone="18899907779",
)  # fmt: skip
WRITTEN = [form for each in NUMBERS.values() for form in (each, each.translate(WIDE))]
#: Buttons act at once, for nothing is undone here; a sign-in ends the others.
NOT_ASKED = (NOT_SHOWN | NOTHING_TYPED | {"sign_in", "own_password"}) - {
    "case_check",
    "case_approve",
}
OUT = (
    ("gz-filer", "/files/"), ("gz-filer", "/imports/"), ("gz-filer", "/cases/new/"),
    ("gz-reviewer", "/cases/"), ("gz-reviewer", "/notices/"), ("gz-reviewer", "/figures/"),
    ("city-auditor", "/log/"), ("gz-fund", "/rounds/"), ("gz-fund", "/funds/"), ("admin", "/unions/"),
    ("admin", "/standards/"), ("admin", "/settings/"), ("gz-fund", "/rounds/words/"),
)  # fmt: skip


@pytest.fixture(scope="module")
def offered(shop) -> tuple[dict[str, str], str]:
    """What each way answered, by its name, and what the program wrote into its log meanwhile."""
    answers: dict[str, str] = {}
    with Heard() as heard:
        _in_forms(shop, answers)
        _in_addresses(shop, answers)
        _in_files(answers)
        _in_registers(answers)
        _when_signed_out(shop)
        _out(shop, answers)
    return answers, heard.text


def _in_forms(shop, answers: dict[str, str]) -> None:
    """Both in every field of each form at once, the identity in one, the card in the next."""
    for route, name, target in posted(shop):
        if name in NOT_ASKED:
            continue
        client = signed_in(ANYBODY if route.public else str(officer_for(route, target)))
        there = address(name, target) + WITH.get(name, "")
        beside = {key: value for key, value in body(name, target, shop).items() if key in BESIDE}
        for form in bound_forms(client.post(there, {TOKEN: "x", **beside, "note": "长" * 500})):
            fields = [each for each in form if is_text(each.field) and each.html_name not in beside]
            typed = {each.html_name: f"见{WRITTEN[at % 4]}" for at, each in enumerate(fields)}
            if typed:
                answer = client.post(there, {TOKEN: "x", **beside, **typed})
                answers[f"form {name}"] = str(answer.status_code)


def _in_addresses(shop, answers: dict[str, str]) -> None:
    for officer, path in OUT:
        asked = {"text": CARD, "subject": IDENTITY, "after": CARD, "on": IDENTITY, "tab": CARD}
        answers[f"address {path}"] = everything_in(signed_in(officer).get(path, asked))
    for path in ("/files/find/", "/cases/find/"):
        for number in WRITTEN:
            signed_in("gz-reviewer").post(path, {"text": number})
    signed_in("city-auditor").post("/log/find/", {"text": IDENTITY})
    Client().post("/sign-in/", {"username": CARD, "password": IDENTITY})


def _in_files(answers: dict[str, str]) -> None:
    admin = signed_in("admin")
    for path, field, row in (
        ("/unions/import/", "file", UNION),
        ("/standards/import/", "file-file", STANDARD),
    ):
        rows = [{**row, column: f"见{number}"} for column in row for number in WRITTEN]
        file = SimpleUploadedFile(f"表{CARD}.csv", csv_file(rows), "text/csv")
        answers[f"file {path}"] = everything_in(admin.post(path, {field: file}))


def _in_registers(answers: dict[str, str]) -> None:
    """A row for every column with a number of somebody else's in it, and a family whose own they are."""
    filer = signed_in("gz-filer")
    workers, members = workbook([NEWCOMER], note=f"见{CARD}")
    columns = [each.zh for each in WORKER_FORM.fields if each.kind not in SEALED]
    sheets = {"own": (workers, members), "columns": (_each_column(columns), members)}
    for name, (register, of_members) in sheets.items():
        typed = {
            "register": SimpleUploadedFile(f"册{IDENTITY}.csv", register),
            "members": SimpleUploadedFile(f"员{CARD}.csv", of_members),
            "as_of": "2010-11-14",
        }
        page = filer.post("/imports/", typed)["Location"]
        number = int(page.strip("/").rpartition("/")[2])
        read_batch(batch_id=number)
        answers[f"{name} previewed"] = everything_in(filer.get(page))
        answers[f"{name} report"] = everything_in(filer.get(f"{page}report.csv"))
        filer.post(f"{page}merge/", {"reading": "1"})
        merge_batch(batch_id=number)
        answers[f"{name} merged"] = everything_in(filer.get(page))


def _each_column(columns: list[str]) -> bytes:
    head, row = list(
        csv.reader(workbook([FAMILIES["gaozhou"]])[0].decode("utf-8-sig").splitlines())
    )
    usual = dict(zip(head, row, strict=True))
    return csv_file(
        [
            {**usual, column: f"见{WRITTEN[at % 4]}"}
            for at, column in enumerate(columns)
            if column in usual
        ]
    )


def _when_signed_out(shop) -> None:
    """What was typed when the sign-in had ended is kept, sealed, for its writer."""
    ended = Client(headers={"referer": "http://testserver/funds/new/"})
    writer = mark_of(shop.users["gz-fund"])
    ended.post("/funds/new/", {WRITER: writer, "name": CARD, "procedure": IDENTITY})
    signed_in("gz-fund").post("/funds/new/", {WRITER: writer, "name": CARD, "procedure": IDENTITY})


def _out(shop, answers: dict[str, str]) -> None:
    """Lists, pages, sheets and exports as they are afterwards, and what jobs made."""
    for officer, path in OUT:
        answers[path] = everything_in(signed_in(officer).get(path, follow=True))
    filer, fund = signed_in("gz-filer"), signed_in("gz-fund")
    answers["file"] = everything_in(filer.get(f"/files/{NEWCOMER.file_no}/"))
    answers["list"] = _unpacked(filer.post("/files/export/"))
    answers["log sheet"] = _unpacked(signed_in("city-auditor").post("/log/export/"))
    answers["ledger"] = _unpacked(fund.post(f"/funds/{shop.funds['gaozhou']}/ledger/"))
    answers["roster"] = _unpacked(fund.get(f"/rounds/{shop.rounds['gaozhou']}/roster.xlsx"))
    notice = signed_in("gz-reviewer").get(f"/notices/{shop.notices['gaozhou']}/pdf/")
    answers["paper notice"] = words_of(notice.content)
    roster = fund.get(f"/rounds/{shop.rounds['gaozhou']}/roster.pdf")
    answers["paper roster"] = words_of(roster.content)
    with acting(operator()):
        waiting = list(Job.objects.filter(state=JobState.WAITING).values_list("pk", flat=True))
    for job in waiting:
        run_job(job_id=job, on=today(), by=background())


def _unpacked(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if not is_zipfile(BytesIO(body)):
        return str(body, "utf-8", "replace")
    with ZipFile(BytesIO(body)) as package:
        return "\n".join(str(package.read(name), "utf-8", "replace") for name in package.namelist())


def _holds(text: str | bytes) -> bool:
    """Either number as it is, in full width, or as the bytes of one of these in hexadecimal."""
    if isinstance(text, bytes):
        return any(
            each.encode() in text or each.encode().hex().encode() in text for each in WRITTEN
        )
    return any(each in text or each.encode().hex() in text for each in WRITTEN)


def test_every_way_was_gone(offered, shop):
    answers, _heard = offered
    assert len([name for name in answers if name.startswith("form ")]) > 25
    taken = {
        name: code for name, code in answers.items() if name.startswith("form ") and code != "422"
    }
    assert taken == {}
    with acting(operator()):
        assert Household.objects.filter(file_no=NEWCOMER.file_no).exists()


def test_papers_are_read(offered):
    """Digits that stand in one are found by the same reading."""
    answers, _heard = offered
    assert "公示" in answers["paper notice"]
    assert FAMILIES["gaozhou"].head in answers["paper roster"]
    paper = {
        "title": "样例", "headline": ["样例"], "addressee": "各位：", "paragraphs": [f"电话 {NEWCOMER.phone}，见{CARD}。"],
        "signature": "样例", "day": "2010 年 9 月 30 日", "list_title": "名单", "list_note": "",
        "columns": ["序号"], "widths": [0], "numeric": [0], "rows": [["1"]],
    }  # fmt: skip
    told = words_of(typeset("notice", paper))
    assert NEWCOMER.phone in told
    assert not _holds(told)  # typesetting leaves one out itself


def test_no_answer_afterwards_shows_one(offered):
    answers, _heard = offered
    assert [name for name, text in answers.items() if _holds(text)] == []


def test_the_log_of_the_program_holds_none(offered):
    assert not _holds(offered[1])


def test_no_column_of_any_table_holds_one(offered):
    """Texts, JSON and bytes, as the owner sees them."""
    name = str(connection.settings_dict["NAME"])
    connect_to(name, owner=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.reach', 'machine', false)")
            cursor.execute(
                "select table_name, column_name from information_schema.columns where table_schema = 'public' "
                "and (data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY'))"
            )
            columns = cursor.fetchall()
            assert len(columns) > 150
            assert _in_column(cursor, "registry_householdfacts", "phone", [NEWCOMER.phone])
            holding = [
                f"{table}.{column}"
                for table, column in columns
                if _in_column(cursor, table, column)
            ]
    finally:
        connect_to(name)
    assert holding == []


def _in_column(cursor, table: str, column: str, written: Sequence[str] = tuple(WRITTEN)) -> bool:
    words = [*written, *(each.encode().hex() for each in written)]
    cursor.execute(
        f'select exists (select from "{table}" where "{column}"::text like any(%s))',
        [[f"%{word}%" for word in words]],
    )
    return bool(cursor.fetchone()[0])


def test_a_plain_dump_holds_none(offered):
    name = str(connection.settings_dict["NAME"])
    command = [tool("pg_dump"), "--format=plain", "--enable-row-security", "--no-owner"]
    done = subprocess.run(command, capture_output=True, env=owner_environment(name), check=True)
    text = done.stdout
    assert NEWCOMER.file_no.encode() in text
    assert [line[:12] for line in text.splitlines() if _holds(line)] == []


def test_no_file_of_the_data_folder_holds_one(offered):
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    root = data_folder().root
    holding = [
        os.path.relpath(path, root)
        for path in root.rglob("*")
        if path.is_file() and (_holds(path.name) or _holds(path.read_bytes()))
    ]
    assert holding == []
