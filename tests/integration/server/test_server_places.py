"""Where a data folder may lie: names with spaces, long paths, side by side, below root's home."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.embedded.binaries import LIBRARIES, MAJOR, PACKAGE, wheel_folder

ServerIn = Callable[[Path], EmbeddedServer]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")

START_AND_ASK = """
import os, sys
from pathlib import Path
import psycopg
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
with EmbeddedServer(DataFolder(Path(sys.argv[1]))) as server:
    with psycopg.connect(server.urls()[1]) as connection:
        connection.execute("select 1")
    pid = server.folder.postgres.joinpath("postmaster.pid").read_text().splitlines()[0]
    print(os.readlink(f"/proc/{pid}/exe"))
"""


def answers(server: EmbeddedServer) -> bool:
    with psycopg.connect(server.urls()[1]) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_any_path_will_do(place: Path, server_in: ServerIn):
    server = server_in(place / "数 据 folder's" / "/".join(["a-very-long-name"] * 10))
    for _ in range(2):
        server.start()
        assert answers(server)
        socket_folder = Path(server.folder.socket_file.read_text("utf-8").strip())
        assert len(str(socket_folder / ".s.PGSQL.5432").encode()) <= 107
        # As root, whoever serves pages reaches it by the group of the server's user.
        assert socket_folder.stat().st_mode & 0o777 == (0o700 if os.geteuid() else 0o710)
        server.stop()
    server.destroy()
    assert not socket_folder.exists()


def test_the_url_names_the_socket_folder(place: Path, server_in: ServerIn):
    server = server_in(place / "data")
    server.start()
    socket_folder = server.folder.socket_file.read_text("utf-8").strip()
    assert unquote(server.urls()[0].split("host=")[1].split("&")[0]) == socket_folder


def test_two_folders_live_side_by_side(place: Path, server_in: ServerIn):
    one, other = server_in(place / "one"), server_in(place / "other")
    one.start()
    other.start()
    with psycopg.connect(one.urls()[0]) as connection:
        connection.execute("create table only_here ()")
    with psycopg.connect(other.urls()[0]) as connection:
        table = connection.execute("select to_regclass('only_here')").fetchone()
    assert table == (None,)
    one.stop()
    assert answers(other)


def test_the_folder_is_private_and_its_secrets_more_so(place: Path, server_in: ServerIn):
    server = server_in(place / "data")
    server.start()
    folder = server.folder
    assert folder.root.stat().st_mode & 0o007 == 0
    assert folder.secrets.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.secrets.iterdir()} == {0o600}
    assert len(folder.vault_key()) == 32
    if os.geteuid() == 0:
        assert folder.postgres.stat().st_uid != 0


@as_root
def test_below_a_closed_folder_the_server_lives_elsewhere(place: Path, server_in: ServerIn):
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    server = server_in(closed / "data")
    server.start()
    home = Path((server.folder.root / "postgres.elsewhere").read_text("utf-8").strip())
    assert answers(server)
    assert (home / "belongs-to").read_text("utf-8").strip() == str(server.folder.root)
    assert not server.folder.postgres.exists()
    server.destroy()
    assert not home.exists()


@as_root
def test_programs_out_of_reach_are_copied_once(place: Path):
    closed = place / "site"
    closed.mkdir(mode=0o700)
    site = wheel_folder().parents[2]
    (closed / PACKAGE).mkdir()
    shutil.copytree(site / PACKAGE / MAJOR, closed / PACKAGE / MAJOR, symlinks=True)
    shutil.copytree(site / LIBRARIES, closed / LIBRARIES)
    (closed / PACKAGE / "__init__.py").touch()
    command = [sys.executable, "-c", START_AND_ASK, str(place / "data")]
    for _ in range(2):
        ran = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": str(closed)}, capture_output=True, text=True
        )
        copy = place / "data/pgbin/0.6.0" / PACKAGE / MAJOR / "bin/postgres"
        assert ran.stdout.strip() == str(copy), ran.stderr
    assert copy.stat().st_uid == 0
    assert not copy.stat().st_mode & 0o022
