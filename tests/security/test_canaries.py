"""Identity and card numbers lie nowhere but in the vault: not in any column of any table, in the
queue, in sessions, in the log, in files of the data folder, in addresses or names of files.

What is searched has gone the whole way: imported, submitted, posted, approved, paid, answered by
the bank (see world.py), and here uploaded, previewed, merged, opened and exported through pages.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from bangfu.audit.models import Entry
from bangfu.intake.tasks import merge_batch, read_batch
from bangfu.operations.datafolder import data_folder
from harness import connect_to

from .asking import signed_in
from .attacked import Heard
from .families import FAMILIES, workbook
from .shop import Shop
from .sight import everything_in

NUMBERS = [number for family in FAMILIES.values() for number in family.numbers]
OPEN_WORDS = [word for family in FAMILIES.values() for word in family.open_words]
FAMILY = FAMILIES["gaozhou"]


@pytest.fixture(scope="module")
def way(shop: Shop):
    """Upload to merge, a number opened, a list and a payment file exported. Yields (answers, heard)."""
    answers = {}
    with Heard() as heard:
        filer = signed_in("gz-filer")
        workers, members = workbook([FAMILY], note="又改了一次")
        typed = {
            "register": SimpleUploadedFile("改.csv", workers),
            "members": SimpleUploadedFile("员.csv", members),
            "as_of": "2010-11-14",
        }
        answers["upload"] = filer.post("/imports/", typed)
        page = answers["upload"]["Location"]
        number = int(page.strip("/").rpartition("/")[2])
        read_batch(batch_id=number)
        answers["preview"] = filer.get(page)
        answers["report"] = filer.get(f"{page}report.csv")
        answers["merge"] = filer.post(f"{page}merge/", {"reading": "1"})
        merge_batch(batch_id=number)
        opened = {"secret": str(shop.secrets["gaozhou"]), "purpose": "verify"}
        answers["file"] = filer.get(f"/files/{FAMILY.file_no}/")
        answers["found"] = filer.get("/files/", {"text": FAMILY.identity})
        answers["reveal"] = filer.post(f"/files/{FAMILY.file_no}/reveal/", opened, follow=True)
        answers["list"] = filer.post("/files/export/")
        round_page = f"/rounds/{shop.rounds['gaozhou']}/"
        answers["payment"] = signed_in("city-releaser").post(
            f"{round_page}export/", {"kind": "csv"}
        )
        answers["roster"] = signed_in("gz-fund").get(f"{round_page}roster.xlsx")
        answers["refused"] = _wrong_sign_in()
        answers["log"] = signed_in("city-auditor").get("/log/")
    return answers, heard


def _wrong_sign_in():
    """A session ended on a search, an identity number typed for a username, and a wrong password."""
    there = f"/files/?text={FAMILY.head}"
    typed = {"username": FAMILY.identity, "password": FAMILY.card, "next": there}
    return Client().post("/sign-in/", typed, query_params={"next": there})


def test_failed_sign_ins_tell_of_nobody(way):
    kept = AccessAttempt.objects.values("username", "get_data", "post_data", "path_info")
    told = "\n".join(str(value) for one in kept for value in one.values())
    assert kept
    assert [word for word in NUMBERS + OPEN_WORDS if word in told] == []


def test_the_way_was_gone(way):
    answers, _heard = way
    wrong = {name: one.status_code for name, one in answers.items() if one.status_code >= 400}
    assert wrong == {}
    assert FAMILY.card in everything_in(answers["reveal"])
    assert FAMILY.card in everything_in(answers["payment"])


def test_only_the_two_that_open_numbers_show_one(way):
    answers, _heard = way
    showing = {
        name
        for name, one in answers.items()
        if any(number in everything_in(one) for number in NUMBERS)
    }
    # The fields of the search and the sign-in show what was typed into them, and nothing beside.
    assert showing <= {"reveal", "payment", "found", "refused"}


def test_names_of_files_hold_no_number(way):
    answers, _heard = way
    named = [one.headers.get("Content-Disposition", "") for one in answers.values()]
    assert [name for name in named if any(word in name for word in NUMBERS + OPEN_WORDS)] == []


def test_no_column_of_any_table_holds_a_number(way):
    name = connection.settings_dict["NAME"]
    connect_to(name, owner=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.reach', 'machine', false)")
            rows = {table: _rows_with(cursor, table) for table in _tables(cursor)}
    finally:
        connect_to(name)
    assert "registry_householdfacts" in rows
    assert "procrastinate_jobs" in rows
    assert "axes_accessattempt" in rows
    assert {table for table, count in rows.items() if count} == set()


def test_the_search_of_the_tables_finds_what_is_there(way):
    """The same search for a phone number, which lies in the clear under row-level security."""
    name = connection.settings_dict["NAME"]
    connect_to(name, owner=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.reach', 'machine', false)")
            assert _rows_with(cursor, "registry_householdfacts", [FAMILY.phone]) > 0
    finally:
        connect_to(name)


def test_jobs_carry_ids_and_days_alone(way):
    arguments = [job.args for job in ProcrastinateJob.objects.all()]
    assert arguments
    assert {key for one in arguments for key in one} <= {"batch_id", "day", "job_id", "timestamp"}


def test_sessions_carry_nobody_but_the_officer(way):
    kept = {key for session in Session.objects.all() for key in session.get_decoded()}
    assert kept <= {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "appointment",
        "signed_in_before",
    }


def test_the_log_of_acts_tells_of_no_person(way):
    told = "\n".join(f"{one.subject} {one.detail}" for one in Entry.objects.order_by("-id")[:3000])
    assert [word for word in NUMBERS + OPEN_WORDS if word in told] == []


def test_reading_a_number_is_in_the_log_with_its_purpose(way, shop):
    read = Entry.objects.filter(action="vault.read", subject=str(shop.households["gaozhou"]))
    assert read.latest("id").detail["purpose"] == "verify"


def test_the_log_of_the_program_tells_of_no_person(way, attacked_template):
    heard = way[1].text + attacked_template[1].text
    assert [word for word in NUMBERS + OPEN_WORDS if word in heard] == []


def test_no_file_of_the_installation_holds_a_number(way):
    """The database's own files and write-ahead log too, and whatever lies in its temporary folder."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_size_pretty(pg_database_size(current_database()))")
    wanted = [number.encode() for number in NUMBERS]
    root = data_folder().root
    assert Path(tempfile.gettempdir()) in root.parents
    holding = [
        path.name
        for path in root.rglob("*")
        if path.is_file() and any(number in path.read_bytes() for number in wanted)
    ]
    assert holding == []


def test_no_name_of_a_file_tells_of_a_person(way):
    names = " ".join(path.name for path in data_folder().root.rglob("*"))
    assert [word for word in NUMBERS + OPEN_WORDS if word in names] == []


def test_personal_pages_are_kept_by_no_cache(way):
    answers, _heard = way
    kept = {
        name
        for name, one in answers.items()
        if one.status_code == 200 and "no-store" not in one.headers.get("Cache-Control", "")
    }
    assert kept == set()


def _tables(cursor) -> list[str]:
    cursor.execute("select tablename from pg_tables where schemaname = 'public'")
    return [row[0] for row in cursor.fetchall()]


def _rows_with(cursor, table: str, words: list[str] = NUMBERS) -> int:
    """Rows in which some column, as text and binary ones as the bytes they are, holds a word."""
    cursor.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 "
        "and not attisdropped and atttypid = 'bytea'::regtype",
        [table],
    )
    binary = "".join(
        f" || encode(coalesce(\"{row[0]}\", ''), 'escape')" for row in cursor.fetchall()
    )
    cursor.execute(
        f'select count(*) from "{table}" t where (t::text{binary}) like any(%s)',
        [[f"%{word}%" for word in words]],
    )
    return cursor.fetchone()[0]
