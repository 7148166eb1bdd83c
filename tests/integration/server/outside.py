"""A PostgreSQL server of somebody else's: on loopback, with passwords, not looked after by Bangfu."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bangfu.operations.embedded.binaries import programs
from bangfu.operations.embedded.places import ServerHome
from bangfu.operations.embedded.users import server_user

ROLES = """
create role office_owner login password 'owner-word';
create role office login password 'office-word';
create role stranger login password 'strange-word';
"""


@dataclass(frozen=True)
class Outside:
    port: int

    def url(self, role: str, password: str, database: str = "office") -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def surroundings(self, folder: Path, **changed: str) -> dict[str, str]:
        """What a command sees whose data folder and database are these."""
        urls = {
            "DATABASE_URL": self.url("office", "office-word"),
            "DATABASE_OWNER_URL": self.url("office_owner", "owner-word"),
        }
        named = {"BANGFU_DATA": str(folder), "PYTHONIOENCODING": "utf-8"}
        return {**os.environ, **named, **urls, **changed}

    def as_superuser(self, *statements: str, database: str = "postgres") -> list[tuple]:
        url = self.url("postgres", "super-word", database)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                rows = connection.execute(sql.SQL(statement))
            return rows.fetchall() if rows.description else []


@contextmanager
def outside_server(place: Path, files: Path | None = None) -> Iterator[Outside]:
    """`files` are the programs of another PostgreSQL than the embedded one."""
    home = ServerHome(place, server_user(place / "postgres"))
    folder, word = place / "theirs", place / "word"
    home.user.make_folder(folder)
    home.user.write(word, "super-word\n")
    files = files or programs(home)
    begun = [files / "initdb", "-D", folder, "-U", "postgres", "-A", "scram-sha-256"]
    begun += [f"--pwfile={word}", "--encoding=UTF8", "--locale=C", "--no-sync"]
    home.user.run(begun, check=True, capture_output=True)
    made = Outside(_free_port())
    settings = f"-p {made.port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
    ctl = [files / "pg_ctl", "-D", folder, "-w", "-s"]
    quiet = {"stdin": -3, "stdout": -3, "stderr": -3}
    home.user.run([*ctl, "-o", settings, "start"], check=True, **quiet)
    try:
        made.as_superuser(*filter(None, ROLES.strip().split("\n")))
        made.as_superuser("create database office owner office_owner")
        yield made
    finally:
        home.user.run([*ctl, "-m", "immediate", "stop"], check=True, **quiet)
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
