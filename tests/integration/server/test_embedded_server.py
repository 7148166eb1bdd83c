"""The embedded server: starts, crashes, users, and what its roles may not do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer

LEAVE_IT_RUNNING = """
import os, signal, sys
from pathlib import Path
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
EmbeddedServer(DataFolder(Path(sys.argv[1]))).start()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def cluster(module_place: Path) -> Iterator[EmbeddedServer]:
    """One data folder for all of these tests, so that PostgreSQL makes its files once."""
    server = EmbeddedServer(DataFolder(module_place / "data"))
    yield server
    server.destroy()


@pytest.fixture
def server(cluster: EmbeddedServer) -> Iterator[EmbeddedServer]:
    yield cluster
    cluster.stop()


def postmaster_of(server: EmbeddedServer) -> int:
    return int((server.folder.postgres / "postmaster.pid").read_text().splitlines()[0])


def write_notes(server: EmbeddedServer, *notes: str) -> None:
    with psycopg.connect(server.urls()[0]) as connection:
        connection.execute("create table if not exists note (words text)")
        for words in notes:
            connection.execute("insert into note values (%s)", [words])


def notes(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.urls()[0]) as connection:
        return [row[0] for row in connection.execute("select words from note order by words")]


def write_until_cut_off(connection: psycopg.Connection, acknowledged: list[str]) -> None:
    while True:
        words = f"{len(acknowledged):06}"
        connection.execute("insert into note values (%s)", [words])
        acknowledged.append(words)


def test_a_second_start_keeps_the_data(server: EmbeddedServer):
    server.start()
    write_notes(server, "第一次")
    server.stop()
    assert not server.running()

    server.start()
    assert server.running()
    assert "第一次" in notes(server)


def test_kill_9_in_the_middle_of_writing_loses_nothing_acknowledged(server: EmbeddedServer):
    server.start()
    write_notes(server)
    acknowledged: list[str] = []
    with psycopg.connect(server.urls()[0], autocommit=True) as connection:
        threading.Timer(0.5, os.kill, [postmaster_of(server), signal.SIGKILL]).start()
        with pytest.raises(psycopg.OperationalError):
            write_until_cut_off(connection, acknowledged)

    server.start()
    assert len(acknowledged) > 10
    assert set(acknowledged) <= set(notes(server))


def test_a_pid_file_that_names_somebody_else_is_no_obstacle(server: EmbeddedServer):
    server.start()
    server.stop()
    stale = server.folder.postgres / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{server.folder.postgres}\n0\n5432\n/nowhere\n\n\nready\n")
    assert not server.running()
    server.start()
    assert postmaster_of(server) != os.getpid()


def test_a_server_that_outlived_its_user_is_taken_over(server: EmbeddedServer):
    folder = server.folder
    died = subprocess.run([sys.executable, "-c", LEAVE_IT_RUNNING, str(folder.root)], check=False)
    assert died.returncode == -signal.SIGKILL
    assert server.running()
    orphan = postmaster_of(server)
    server.start()
    assert postmaster_of(server) == orphan
    server.stop()
    assert not server.running()


def test_the_last_to_leave_stops_it(server: EmbeddedServer):
    first, second = server, EmbeddedServer(server.folder)
    first.start()
    second.start()
    first.stop()
    assert second.running()
    second.stop()
    assert not second.running()


def test_no_role_may_step_round_anything_and_nothing_listens(server: EmbeddedServer):
    server.start()
    for url in server.urls():
        with psycopg.connect(url, autocommit=True) as connection:
            rights = connection.execute(
                "select rolsuper, rolbypassrls, rolcreaterole, rolreplication "
                "from pg_roles where rolname = current_user"
            ).fetchone()
            assert rights == (False, False, False, False)
            for forbidden in (
                "alter role current_user superuser",
                "alter role current_user bypassrls",
                "set role bootstrap",
                "set session_replication_role = replica",
                "copy (select 1) to program 'true'",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(forbidden)
            shown = [
                connection.execute(f"show {name}").fetchone()
                for name in ("listen_addresses", "synchronous_commit", "fsync", "jit")
            ]
            assert shown == [("",), ("on",), ("on",), ("off",)]


def test_nobody_signs_in_as_the_superuser(server: EmbeddedServer):
    server.start()
    url = server.urls()[0].replace("bangfu_owner@", "bootstrap@")
    with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
        psycopg.connect(url)


def test_databases_are_copied_and_dropped(server: EmbeddedServer):
    server.start()
    write_notes(server, "抄走")
    server.create_database("copied", template="bangfu")
    with psycopg.connect(server.urls("copied")[0]) as connection:
        assert ("抄走",) in connection.execute("select words from note").fetchall()
    server.drop_database("copied")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.urls("copied")[0])
