"""Wherever in an import the disk is full, it says so, takes all of it back, and goes on when there is room.

A tablespace on a small file system of its own holds what is written at that moment, and nothing else, so that the
server's own log has room: without that PostgreSQL just ends (`test_full_disk`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from outside import Outside, outside_server
from test_full_disk import fill

from bangfu.operations.embedded.users import server_user

DATA = Path(__file__).parents[2] / "data"
#: Whatever a merge writes to, by a row each.
KEPT = """
select concat_ws(' ', (select count(*) from registry_household), (select count(*) from registry_householdfacts),
  (select count(*) from registry_person), (select count(*) from registry_memberfacts),
  (select count(*) from vault_secret), (select count(*) from eligibility_mark))
"""
#: The next row needs a new page: what is free on the last one is left free.
NEXT_ROW_NEEDS_ROOM = "alter table {table} set (fillfactor = 10)"
AS_BEFORE = "alter table {table} reset (fillfactor)"
BATCH = "select state from intake_importbatch order by id desc limit 1"


@dataclass(frozen=True)
class Office:
    """An office whose PostgreSQL has one small tablespace, `small`, at `disk`."""

    server: Outside
    folder: Path
    disk: Path

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bangfu.operations.cli", *map(str, arguments)]
        surroundings = self.server.surroundings(self.folder)
        return subprocess.run(
            command, env=surroundings, capture_output=True, text=True, timeout=120
        )

    def asked(self, *statements: str) -> object:
        """As a superuser; the first value of the last answer."""
        rows = self.server.as_superuser(*statements, database="office")
        return rows[0][0] if rows else None


@pytest.fixture(scope="module")
def office(module_place: Path) -> Iterator[Office]:
    user = server_user(module_place / "postgres")
    disk = module_place / "small"
    disk.mkdir()
    options = f"size=4m,mode=0700,uid={user.uid},gid={user.gid}"
    mounting = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True).returncode != 0:
        pytest.skip("only who may mount can fill a disk")
    try:
        with outside_server(module_place) as server:
            made = Office(server, module_place / "data", disk)
            unions = made.run("import", "unions", DATA / "unions-xingtai.csv")
            assert unions.returncode == 0, unions.stderr
            made.asked(f"create tablespace small location '{disk}'")
            made.asked("grant create on tablespace small to public")
            yield made
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def register(office: Office) -> subprocess.CompletedProcess[str]:
    workers, members = (DATA / f"messy-2025{part}-gb18030.csv" for part in ("", "-members"))
    return office.run("import", "register", workers, "--members", members, "--as-of", "2025-10-31")


@pytest.fixture
def filled(office: Office, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The small file system, full, with one table on it; none: what COPY first writes to."""
    table = request.param
    if table:
        office.asked(f"alter table {table} set tablespace small")
        office.asked(NEXT_ROW_NEEDS_ROOM.format(table=table))
    else:
        office.asked("alter role office set temp_tablespaces = 'small'")
    filler = fill(office.disk)
    yield filler
    filler.unlink(missing_ok=True)
    if table:
        office.asked(f"alter table {table} set tablespace pg_default")
        office.asked(AS_BEFORE.format(table=table))
    else:
        office.asked("alter role office reset temp_tablespaces")


@pytest.mark.parametrize(
    ("filled", "left"),
    [
        pytest.param("", ("reading",), id="at COPY"),
        pytest.param("intake_stagedrow", ("reading",), id="at the rows that were read"),
        pytest.param("registry_householdfacts", ("staged",), id="at the merge"),
        pytest.param("audit_entry", (None, "staged"), id="at the log"),
    ],
    indirect=["filled"],
)
def test_it_says_so_and_keeps_nothing_of_it(
    office: Office, filled: Path, left: tuple[str | None, ...]
):
    kept = office.asked(KEPT)
    refused = register(office)
    assert refused.returncode == 1
    assert "磁盘满了，没有写完的已撤销" in refused.stderr
    assert "程序出错" not in refused.stderr
    assert office.asked(KEPT) == kept
    assert office.asked(BATCH) in left, "what it was at tells so, and is closed by the next one"


def test_with_room_again_all_of_it_goes_in(office: Office):
    done = register(office)
    assert "新建 287 户" in done.stdout, done.stderr
    assert office.asked("select count(*) from registry_household") == 287
    at_work = "select count(*) from intake_importbatch where state in ('waiting', 'reading', 'merging', 'staged')"
    assert office.asked(at_work) == 0
    checked = office.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
