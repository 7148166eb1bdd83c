"""Started by an ordinary user, all of it runs as that user, from the first start to the end, and does its work."""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from test_up import command_of, free_port, gone, postmaster_of

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.stepping_down.program import is_open

PROJECT = Path(__file__).parents[3]
#: Where Python and the program lie, and what of it may be closed to others, as root's home is.
PROGRAM = (Path(sys.base_prefix), PROJECT)
UNIONS = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\nC,样例市总工会,市总工会,,449900,,\n"
CLI = [sys.executable, "-m", "bangfu.operations.cli"]
SERVES = "按 Ctrl-C 停止"


@dataclass(frozen=True)
class Person:
    """An ordinary user with a folder of their own; `prefix` is how root runs a command as them."""

    uid: int
    home: Path
    prefix: Sequence[str] = ()

    @property
    def environment(self) -> dict[str, str]:
        told = {"HOME": str(self.home), "BANGFU_DATA": str(self.home / "data")}
        return {**os.environ, **told, "PYTHONIOENCODING": "utf-8"}

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, *map(str, command)],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @contextmanager
    def running(self, *command: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
        """In a session of its own, as a terminal's; with what it said until it serves."""
        with subprocess.Popen(
            [*self.prefix, *command],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            said = []
            try:
                for line in process.stdout:
                    said.append(line)
                    if SERVES in line:
                        break
                assert process.poll() is None, "".join(said)
                assert SERVES in said[-1], "".join(said)
                yield process, said
            finally:
                process.terminate()
                process.wait(60)


@pytest.fixture(scope="module")
def person(module_place: Path) -> Person:
    """Whoever runs the tests; nobody where that is root, on a machine whose program everybody may read."""
    home = module_place / "home"
    home.mkdir(mode=0o700)
    if os.geteuid() != 0:
        return Person(os.geteuid(), home)
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    script = opened(module_place)
    identity = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    apart = ["unshare", "--mount", "sh", str(script), "setpriv", *identity, "--inh-caps=-all"]
    them = Person(nobody.pw_uid, home, apart)
    tried = them.run(sys.executable, "-c", "import django, bangfu")
    if tried.returncode != 0:
        pytest.skip(f"no other user can read the program here: {tried.stderr[-200:]}")
    return them


def opened(place: Path) -> Path:
    """A script that runs a command where closed folders above the program lead to nothing but the program."""
    lines = ["set -e"]
    closed = [each for each in PROGRAM if not is_open(each)]
    for number, folder in enumerate(closed):
        (place / f"program-{number}").mkdir()
        lines.append(f"mount --bind {shlex.quote(str(folder))} {place}/program-{number}")
    for covered in {topmost_closed(folder) for folder in closed}:
        lines.append(f"mount -t tmpfs -o mode=0755 tmpfs {shlex.quote(str(covered))}")
    for number, folder in enumerate(closed):
        quoted = shlex.quote(str(folder))
        lines += [f"mkdir -p {quoted}", f"mount --bind {place}/program-{number} {quoted}"]
    script = place / "opened.sh"
    script.write_text("\n".join([*lines, 'exec "$@"', ""]), encoding="utf-8")
    return script


def topmost_closed(folder: Path) -> Path:
    return next(each for each in (*reversed(folder.parents), folder) if not is_open(each))


def sign_in_page(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=60) as answer:
        return int(answer.status)


def stopped_by_ctrl_c(process: subprocess.Popen[str]) -> str:
    """What it still said; everything that it started is gone."""
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    said = process.stdout.read()
    assert process.wait(60) in (0, -signal.SIGINT), said  # make ends by what it was sent
    assert gone(family)
    return said


def test_from_the_first_start_to_the_next(person: Person):
    """Each step goes on with what the one before left."""
    starts_and_stops(person)
    leaves_what_is_its_own(person.home / "data", person.uid)
    reads_a_table(person)
    starts_by_make(person)


def starts_and_stops(person: Person) -> None:
    port = free_port()
    with person.running(*CLI, "up", "--no-demo", f"--port={port}") as (process, lines):
        said = "".join(lines)
        assert "建立数据文件夹" in said
        for words in ("不以 root 运行", "建立系统用户", "用 apt 安装", "抄一份"):
            assert words not in said
        assert sign_in_page(port) == 200
        family = psutil.Process(process.pid).children(recursive=True)
        parts = ("gunicorn", "bangfu.operations.worker")
        serving = [each for each in family if set(parts) & set(command_of(each))]
        assert len(serving) == 5
        for each in serving:
            assert "NoNewPrivs:\t1" in Path(f"/proc/{each.pid}/status").read_text()
        server = EmbeddedServer(DataFolder(person.home / "data"))
        everybody = [process.pid, postmaster_of(server), *(each.pid for each in family)]
        assert {psutil.Process(pid).uids() for pid in everybody} == {(person.uid,) * 3}
        assert "已全部停止" in stopped_by_ctrl_c(process)
    assert not server.running()


def leaves_what_is_its_own(data: Path, uid: int) -> None:
    assert {path.lstat().st_uid for path in (data, *data.rglob("*"))} == {uid}
    for path in (data / "postgres", data / "secrets", *(data / "secrets").iterdir()):
        assert not path.stat().st_mode & 0o077, path


def reads_a_table(person: Person) -> None:
    """By a child of the user's own, which gives all power away."""
    unions = person.home / "unions.csv"
    unions.write_text(UNIONS, encoding="utf-8")
    unions.chmod(0o644)
    imported = person.run(*CLI, "import", "unions", unions)
    assert imported.returncode == 0, imported.stderr
    checked = person.run(*CLI, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def starts_by_make(person: Person) -> None:
    port = free_port()
    make = ["make", "--no-print-directory", "run", f"PORT={port}"]
    with person.running(*make) as (process, lines):
        assert "最初两位系统管理员" in "".join(lines)
        assert sign_in_page(port) == 200
        assert "已全部停止" in stopped_by_ctrl_c(process)
