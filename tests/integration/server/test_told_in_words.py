"""What a user meets of databases, disks and folders is told in words that say what to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from folders import found
from outside import Outside, outside_server

from bangfu.kernel.errors import BangfuError
from bangfu.operations.cli import command_parser
from bangfu.operations.cli.migration import ensure_migrated
from bangfu.operations.database import RunningUrlMissing, uses_embedded_server
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.failures import told

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
ServerIn = Callable[[Path], EmbeddedServer]
TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace"
ADOPT = ("rules", "adopt", "2016", "--place", "440900", "--from", "2010-01-01")


@dataclass(frozen=True)
class Office:
    """An office whose database is on the outside server."""

    server: Outside
    folder: Path

    def run(self, *arguments: object, **changed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bangfu.operations.cli", *map(str, arguments)]
        surroundings = self.server.surroundings(self.folder, **changed)
        return subprocess.run(
            command, env=surroundings, capture_output=True, text=True, timeout=120
        )

    def refused(self, *arguments: object, **changed: str) -> str:
        """The message of a command that fails, as it should, without a fault of the program."""
        done = self.run(*arguments, **changed)
        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stderr
        assert "程序出错" not in done.stderr
        assert "-word" not in done.stderr, "a password"
        return done.stderr


@pytest.fixture(scope="module")
def server(module_place: Path) -> Iterator[Outside]:
    with outside_server(module_place) as made:
        yield made


@pytest.fixture
def office(server: Outside, place: Path) -> Office:
    return Office(server, place / "data")


@pytest.mark.parametrize(
    ("role", "password", "database", "words"),
    [
        ("office", "wrong", "office", "角色或密码不对"),
        ("nobody_known", "x", "office", "角色或密码不对"),
        ("office", "office-word", "nowhere", "服务器上没有这个库"),
    ],
)
def test_a_sign_in_that_fails(office: Office, role: str, password: str, database: str, words: str):
    url = office.server.url(role, password, database)
    assert words in office.refused("check", DATABASE_URL=url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://office:x@127.0.0.1:1/office", "那里没有数据库在运行，或端口不对"),
        ("postgresql://office:x@no-such-host.invalid/office", "找不到这个主机名"),
        ("postgresql://office@/office?host=/no/such/folder", "那里没有数据库在运行"),
        ("postgresql://office:a/b@127.0.0.1/office", "DATABASE_URL 写法不对"),
        ("postgresql://office:a#b@127.0.0.1/office", "DATABASE_URL 写法不对"),
        ("postgresql://office:x@127.0.0.1:5432x/office", "DATABASE_URL 写法不对"),
        ("postgresql://office:x@127.0.0.1/office?ssl=yes", "DATABASE_URL 写法不对"),
        ("postgresql://127.0.0.1/office", "DATABASE_URL 写法不对"),
        ("mysql://office:x@127.0.0.1/office", "DATABASE_URL 写法不对"),
    ],
)
def test_an_address_that_leads_nowhere(
    url: str, words: str, place: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(BangfuError, match=words):
        ensure_migrated(DataFolder(place / "data").create(), print)


def test_an_owner_without_a_running_role(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://office_owner:x@127.0.0.1/office")
    with pytest.raises(RunningUrlMissing, match="却没有 DATABASE_URL"):
        uses_embedded_server()


def test_owners_that_are_none(office: Office):
    stranger = office.server.url("stranger", "strange-word")
    assert "不是库 office 的所有者" in office.refused(*ADOPT, DATABASE_OWNER_URL=stranger)
    elsewhere = office.server.url("office_owner", "owner-word", "postgres")
    assert "不是同一个库" in office.refused(*ADOPT, DATABASE_OWNER_URL=elsewhere)
    assert "没有所有者角色" in office.refused(*ADOPT, DATABASE_OWNER_URL="")


def test_a_database_of_something_else_is_left_alone(office: Office):
    office.server.as_superuser("create database library owner office_owner")
    office.server.as_superuser("create table books (title text)", database="library")
    urls = {
        "DATABASE_URL": office.server.url("office", "office-word", "library"),
        "DATABASE_OWNER_URL": office.server.url("office_owner", "owner-word", "library"),
    }
    assert "已有别的系统的表" in office.refused("check", **urls)
    assert office.server.as_superuser(TABLES, database="library") == [("books",)]


def test_a_restore_by_an_owner_who_may_not_create(office: Office, place: Path):
    assert "DATABASE_URL 里还没有帮扶系统的数据" in office.refused("check")
    assert office.server.as_superuser(TABLES, database="office") == []
    assert office.run(*ADOPT).returncode == 0
    assert office.run("backup", place / "kept").returncode == 0
    said = office.refused("restore", place / "kept")
    assert "alter role office_owner createdb" in said
    assert not (office.folder / "backups").exists()
    office.server.as_superuser("alter role office_owner createdb")
    done = office.run("restore", place / "kept")
    assert done.returncode == 0, done.stderr
    office.server.as_superuser("alter role office_owner nocreatedb")
    assert office.run("check", "log").returncode == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("53100", "数据库所在的磁盘满了"),
        ("25006", "数据库是只读的"),
        ("42501", "数据库角色的权限不够"),
        ("57P01", "数据库中途停了"),
        ("40P01", "请再试一次"),
    ],
)
def test_a_state_of_the_database_is_told(state: str, words: str, server: Outside):
    raising = f"do $$ begin raise exception 'a secret' using errcode = '{state}'; end $$"
    with pytest.raises(psycopg.Error) as raised:
        server.as_superuser(raising)
    assert words in told(raised.value)
    assert "secret" not in told(raised.value)


def test_a_full_disk_is_told(
    place: Path, bangfu: Bangfu, server_in: ServerIn, migrated_folder: Callable[[Path], None]
):
    migrated_folder(place / "data")
    found(server_in(place / "data"))
    refused = bangfu(place / "data", "figures", "--on", "2010-10-31", "--by", "area", "--out", "/dev/full")  # fmt: skip
    assert refused.returncode == 1
    assert "磁盘满了" in refused.stderr


def test_data_of_another_postgres_are_left_alone(place: Path, bangfu: Bangfu, server_in: ServerIn):
    server = server_in(place / "data")
    with server:
        pass
    version = server.folder.postgres / "PG_VERSION"
    kept = version.read_text()
    version.write_text("17\n")
    refused = bangfu(place / "data", "check")
    version.write_text(kept)
    assert refused.returncode == 1
    assert "PostgreSQL 17 的数据，而程序带的是 18" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user(place: Path, bangfu: Bangfu):
    (place / "data/run").mkdir(parents=True)
    os.chown(place / "data/run", 65534, 65534)
    refused = bangfu(place / "data", "check")
    assert refused.returncode == 1
    assert re.search(r"是系统用户 \S+ 的。请以该用户运行", refused.stderr)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command_parser().parse_args(["--version"])
    assert ended.value.code == 0
    assert re.fullmatch(r"bangfu \d+\.\d+\.\d+\n", capsys.readouterr().out)
