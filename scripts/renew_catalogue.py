#!/usr/bin/env python3
"""Write the shipped lists of the catalogue anew, each from a fresh database of its own.

The embedded server's major version always; of older ones those whose programs are at hand: in the
embedded server's wheel, and Debian's in /usr/lib/postgresql. What is not at hand is said.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import catalogue_of_fresh

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import APP_ROLE, DATABASE, OWNER_ROLE, EmbeddedServer
from bangfu.operations.embedded.binaries import wheel_folder
from bangfu.operations.embedded.users import server_user
from bangfu.operations.guarding.lists import SHIPPED, list_file
from bangfu.operations.system_users import SystemUser

#: In a folder, a server that has a fresh database while it is entered; gives the owner's URL.
Server = Callable[[Path], AbstractContextManager[str]]
DEBIAN = Path("/usr/lib/postgresql")
BEGINNING = (
    f"create role {OWNER_ROLE} login createdb",
    f"create role {APP_ROLE} login",
    f"create database {DATABASE} owner {OWNER_ROLE} template template0",
)


def main() -> int:
    before = set(SHIPPED.glob("*.txt"))
    servers = (_embedded, *map(_standing, _programs()))
    with ThreadPoolExecutor() as pool:
        written = set(pool.map(_renewed, servers))
    for file in sorted(before - written):
        print(f"{file.name}: no such server here, left as it is")
    return 0


def _renewed(server: Server) -> Path:
    """In a process of its own: Django is set up for one database."""
    with tempfile.TemporaryDirectory(prefix="bangfu-catalogue-") as name:
        place = Path(name)
        place.chmod(0o755)  # a server's user comes in
        with server(place) as owner_url:
            surroundings = {"DATABASE_URL": owner_url, "BANGFU_DATA": str(place / "data")}
            command = [sys.executable, catalogue_of_fresh.__file__, APP_ROLE]
            told = subprocess.run(
                command,
                env={**os.environ, **surroundings},
                check=True,
                capture_output=True,
                text=True,
            )
    major, count = told.stdout.split()
    print(f"{list_file(int(major)).name}: {count} facts")
    return list_file(int(major))


def _programs() -> list[Path]:
    at_hand = [*DEBIAN.glob("1[5-9]/bin"), wheel_folder().parents[1] / "pginstall/bin"]
    return sorted(folder for folder in at_hand if (folder / "initdb").exists())


@contextmanager
def _embedded(place: Path) -> Iterator[str]:
    server = EmbeddedServer(DataFolder(place / "data"))
    with server:
        yield server.urls()[0]
    server.destroy()


def _standing(programs: Path) -> Server:
    """A server like an office's own; it listens in its folder alone and asks for no password."""

    @contextmanager
    def server(place: Path) -> Iterator[str]:
        user = server_user(place / "none")
        for folder in (place / "server", place / "socket"):
            user.make_folder(folder)
        ctl = [programs / "pg_ctl", "-s", "-w", "-D", place / "server"]
        made = [programs / "initdb", "-D", place / "server", "-U", "postgres", "-A", "trust"]
        _run(user, *made, "-E", "UTF8", "--locale=C", "--no-sync")
        heard = f"-k {place / 'socket'} -c listen_addresses='' -c fsync=off"
        _run(user, *ctl, "-l", place / "server/log", "-o", heard, "start")
        (place / "socket").chmod(0o755)
        try:
            url = f"postgresql://{{}}@/{{}}?host={place / 'socket'}"
            psql = [programs / "psql", "-X", "-q", "-d", url.format("postgres", "postgres")]
            for statement in BEGINNING:
                _run(user, *psql, "-c", statement)
            yield url.format(OWNER_ROLE, DATABASE)
        finally:
            _run(user, *ctl, "-m", "immediate", "stop")

    return server


def _run(user: SystemUser, *command: object) -> None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    user.run(command, check=True, **quiet)


if __name__ == "__main__":
    sys.exit(main())
