"""Started as root, whatever faces strangers or reads what they send is neither root nor PostgreSQL's user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import psycopg
import pytest
from folders import found
from rising import Up, risen
from test_up import free_port, wait_for

import bangfu
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.serving_user import serving_user

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root has power to step down from")

NO_CAPABILITIES = "0000000000000000"
ASK = "import psycopg, sys; psycopg.connect(sys.argv[1]).execute('select 1')"
LIST = "import os, sys; os.scandir(sys.argv[1])"
READ = "import sys; open(sys.argv[1], 'rb').read()"
WRITE = "import sys; open(sys.argv[1], 'r+b')"
SIGNAL = "import os, sys; os.kill(int(sys.argv[1]), 0)"


def status(process: psutil.Process) -> dict[str, list[str]]:
    """The kernel's own words on a process."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def fetched(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=60) as answer:
        return int(answer.status)


@pytest.fixture(scope="module")
def folder(module_place: Path, migrated_folder: Callable[[Path], None]) -> DataFolder:
    """As an earlier version left it: the socket is closed to others, and nobody else is let in."""
    root = module_place / "data"
    migrated_folder(root)
    server = EmbeddedServer(DataFolder(root))
    found(server)
    (root / "backups").mkdir(mode=0o700)
    (root / "backups" / "kept.dump").write_bytes(b"a backup")
    (root / "socket").chmod(0o700)
    ident = root / "postgres" / "pg_ident.conf"
    ident.write_text('bangfu "root" bangfu_owner\nbangfu "root" bangfu\n')
    return DataFolder(root)


@pytest.fixture(scope="module")
def up(folder: DataFolder, surroundings_of) -> Iterator[Up]:
    """The server runs already, as of an earlier version."""
    server = EmbeddedServer(folder)
    server.start()
    try:
        (folder.root / "socket").chmod(0o700)
        (folder.root / "socket" / ".s.PGSQL.5432").chmod(0o700)
        ident = folder.postgres / "pg_ident.conf"
        ident.write_text('bangfu "root" bangfu_owner\nbangfu "root" bangfu\n')
        os.kill(int((folder.postgres / "postmaster.pid").read_text().split()[0]), signal.SIGHUP)
        with risen(surroundings_of(folder.root), free_port()) as up:
            yield up
    finally:
        server.stop()


@pytest.fixture
def as_web(folder: DataFolder, up: Up) -> Callable[..., str]:
    """Runs some Python as the very user, groups and surroundings of the web; what it failed with."""
    web = up.children("gunicorn")[-1]
    identity = status(web)
    surroundings, python = web.environ(), web.exe()

    def run(code: str, *arguments: object) -> str:
        done = subprocess.run(
            [python, "-c", code, *map(str, arguments)],
            user=int(identity["Uid"][0]),
            group=int(identity["Gid"][0]),
            extra_groups=[int(each) for each in identity["Groups"]],
            env=surroundings,
            cwd="/",
            capture_output=True,
            text=True,
        )
        return done.stderr.strip().splitlines()[-1] if done.returncode else ""

    return run


def test_what_serves_has_no_power(folder: DataFolder, up: Up):
    database = folder.postgres.stat()
    serving = [*up.children("gunicorn"), *up.children("operations.worker")]
    assert len(serving) == 5
    for process in serving:
        told = status(process)
        uids, gids = set(told["Uid"]), set(told["Gid"])
        assert uids == {str(serving_user(database.st_uid).uid)}
        assert not uids & {"0", str(database.st_uid)}
        assert not gids & {"0", str(database.st_gid)}
        assert told["Groups"] == [str(database.st_gid)]
        assert told["CapEff"] == told["CapPrm"] == [NO_CAPABILITIES]
        assert told["NoNewPrivs"] == ["1"]
    assert fetched(up.port) == 200
    assert "以系统用户 bangfu-web 运行" in up.said


def test_it_is_given_no_address_of_the_owners(up: Up):
    for process in up.children("gunicorn"):
        told = "".join(f"{name}={value}\n" for name, value in process.environ().items())
        assert "bangfu_owner" not in told
        assert "DATABASE_OWNER_URL" not in told


def test_its_keys_are_closed_to_others_of_its_user(up: Up, as_web):
    """Readers and setters of strangers' bytes are such ones, and not every kernel holds them to folders."""
    for process in (*up.children("gunicorn"), *up.children("operations.worker")):
        for name in ("maps", "environ"):
            assert "PermissionError" in as_web(READ, f"/proc/{process.pid}/{name}"), process
        assert "PermissionError" in as_web(LIST, f"/proc/{process.pid}/fd"), process


def test_it_can_open_nothing_of_the_data_folder(folder: DataFolder, as_web):
    assert as_web(READ, "/etc/passwd") == ""
    closed = [folder.postgres, folder.secrets, folder.log, folder.run, folder.root / "backups"]
    for place in closed:
        assert "PermissionError" in as_web(LIST, place), place
    for file in (
        folder.vault_key_file,
        folder.secrets / "django-secret-key",
        folder.root / "backups" / "kept.dump",
        folder.postgres / "PG_VERSION",
        folder.log / "web.log",
    ):
        assert file.exists()
        assert "PermissionError" in as_web(READ, file), file
        assert "PermissionError" in as_web(WRITE, file), file


def test_it_can_write_neither_the_program_nor_what_it_hands_out(folder: DataFolder, up: Up, as_web):
    package = Path(bangfu.__file__)
    static = next(path for path in folder.static_root.rglob("*.css"))
    for file in (package, static, Path(up.children("gunicorn")[0].exe()), Path(psycopg.__file__)):
        assert as_web(READ, file) == "", file
        assert "PermissionError" in as_web(WRITE, file), file


def test_the_database_knows_it_as_the_running_role_alone(folder: DataFolder, as_web):
    owner, app = EmbeddedServer(folder).urls()
    assert as_web(ASK, app) == ""
    assert "authentication failed" in as_web(ASK, owner)
    assert "no pg_hba.conf entry" in as_web(ASK, app.replace("//bangfu@", "//bootstrap@"))


def test_it_can_signal_neither_root_nor_the_database(folder: DataFolder, up: Up, as_web):
    postmaster = int((folder.postgres / "postmaster.pid").read_text().split()[0])
    assert "PermissionError" in as_web(SIGNAL, postmaster)
    assert "PermissionError" in as_web(SIGNAL, up.process.pid)


def test_what_is_killed_comes_back_without_power(up: Up):
    serving = {one.pid for one in up.children("operations.worker")}
    for pid in serving:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len({one.pid for one in up.children("operations.worker")} - serving) == 2)
    assert [one.uids().real for one in up.children("operations.worker")].count(0) == 0


def test_root_goes_on_by_commands_meanwhile(folder: DataFolder, up: Up, bangfu, module_place: Path):
    assert bangfu(folder.root, "check", "guards").returncode == 0
    done = bangfu(folder.root, "backup", module_place / "beside.dump")
    assert done.returncode == 0, done.stderr
    assert folder.vault_key_file.stat().st_uid == 0
    assert folder.run.stat().st_uid == 0


def test_a_program_and_data_below_a_closed_folder(
    place: Path, migrated_folder: Callable[[Path], None], surroundings_of
):
    closed = place / "home-of-root"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    shutil.copytree(Path(bangfu.__file__).parent, program / "bangfu")
    for path in program.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)  # as a strict umask leaves it
    data = DataFolder(closed / "data")
    environment = {**surroundings_of(data.root), "PYTHONPATH": str(program)}
    try:
        with risen(environment, free_port()) as up:
            web = up.children("gunicorn")[-1]
            elsewhere = Path((data.root / "postgres.elsewhere").read_text("utf-8").strip())
            assert "0" not in status(web)["Uid"]
            assert fetched(up.port) == 200
            read_from = web.environ()["PYTHONPATH"]
            assert Path(read_from).is_relative_to(elsewhere)
            of_copy = Path(read_from) / "bangfu" / "__init__.py"
            assert of_copy.stat().st_uid == 0
            assert not of_copy.stat().st_mode & 0o022
    finally:
        EmbeddedServer(data).destroy()
