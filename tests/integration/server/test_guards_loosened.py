"""Whatever an owner or a superuser loosens, `bangfu check guards` finds, on an office's own server.

Each statement is tried in a transaction that is rolled back; two are committed, and the command is
asked.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from outside import Outside, outside_server

from bangfu.operations.checking.guards import check_guards
from bangfu.operations.database import django_database
from bangfu.operations.embedded.binaries import wheel_folder
from harness import DATABASE, connect_to

LOOSENINGS = Path(__file__).with_name("loosenings.sql")
UNIONS = Path(__file__).parents[2] / "data/unions-xingtai.csv"
#: Programs of older servers: one comes with the environment, another where Debian's is installed.
OLDER = [
    wheel_folder().parents[1] / "pginstall/bin",
    *(path for path in [Path("/usr/lib/postgresql/15/bin")] if (path / "initdb").exists()),
]
ROLES = {"running": "office", "owner": "office_owner", "database": "office"}
#: What a statement needs before it can be tried at all.
FIRST = {
    "update pg_": "set local allow_system_table_mods = on",
    "create function pg_catalog": "set local allow_system_table_mods = on",
    "create event trigger": "create function watching() returns event_trigger language plpgsql"
    " as $$ begin end $$",
}


def loosenings() -> list[str]:
    lines = LOOSENINGS.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("--")]


def with_names(statement: str) -> str:
    for place, name in ROLES.items():
        statement = statement.replace(f"{{{place}}}", name)
    return statement


@dataclass(frozen=True)
class Office:
    server: Outside
    folder: Path

    def begin(self) -> None:
        """By what brings data: a look makes nothing."""
        begun = self.run("import", "unions", str(UNIONS))
        assert begun.returncode == 0, begun.stdout + begun.stderr

    def check(self) -> subprocess.CompletedProcess[str]:
        return self.run("check", "guards")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bangfu.operations.cli", *arguments],
            env=self.server.surroundings(self.folder),
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def office(module_place: Path) -> Iterator[Office]:
    with outside_server(module_place) as server:
        office = Office(server, module_place / "data")
        office.begin()
        first = office.check()
        assert first.returncode == 0, first.stdout + first.stderr
        assert "没有发现问题" in first.stderr
        assert "清单 PostgreSQL 18，摘要 " in first.stderr
        yield office


@pytest.fixture
def as_superuser(office: Office, django_db_setup, django_db_blocker) -> Iterator[None]:
    """`connection` is the superuser's; what it does is rolled back."""
    database = django_database(office.server.url("postgres", "super-word"))
    with django_db_blocker.unblock():
        connection.close()
        settings.DATABASES["default"].update(database)
        connection.settings_dict.update(database)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connect_to(DATABASE)


@pytest.mark.parametrize("loosening", loosenings())
def test_every_loosening_is_found(as_superuser, loosening: str):
    with connection.cursor() as cursor:
        for beginning, first in FIRST.items():
            if loosening.startswith(beginning):
                cursor.execute(first)
        cursor.execute(with_names(loosening))
    assert check_guards(ROLES["running"]) != []


def test_nothing_is_found_where_nothing_was_loosened(as_superuser):
    assert check_guards(ROLES["running"]) == []


@pytest.mark.parametrize("files", OLDER, ids=lambda files: files.parents[0].name)
def test_an_older_server_has_a_list_of_its_own(files: Path, place: Path):
    with outside_server(place, files) as server:
        office = Office(server, place / "data")
        office.begin()
        checked = office.check()
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr
    assert "清单 PostgreSQL 18" not in checked.stderr


def test_the_command_tells_what_was_loosened(office: Office):
    office.server.as_superuser(
        "alter table funds_transfer disable trigger post",
        "create policy more on registry_household using (true)",
        database="office",
    )
    checked = office.check()
    assert checked.returncode == 1
    policy, trigger = checked.stdout.splitlines()
    assert policy.startswith("数据库守护：多出行级安全策略 public.registry_household.more：")
    assert "触发器 public.funds_transfer.post 与清单不同：应为 A|" in trigger
    assert "现为 D|" in trigger
