"""What a start installs or creates on the machine is said before, and not done with `INSTALL=no`.

On a machine without Chinese fonts and without our system users, whose apt and useradd only note that they
were called, in the very stream that the start speaks to.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_up import free_port

from bangfu.operations import serving_user
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.embedded.errors import NoPlaceForServer
from bangfu.operations.embedded.places import home_for
from bangfu.operations.system_users import found

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may install")

PROJECT = Path(__file__).parents[3]
NOTE = '#!/bin/sh\necho "called: ${0##*/} $*" > /proc/$PPID/fd/1\n'
#: Another machine in a mount namespace: empty fonts, and a list of users of its own.
ELSEWHERE = """
set -e
for fonts in /usr/share/fonts /usr/local/share/fonts; do
  [ ! -d $fonts ] || mount -t tmpfs tmpfs $fonts
done
mount --bind "$1" /etc/passwd
shift
exec "$@"
"""
CLI = [sys.executable, "-m", "bangfu.operations.cli"]
STARTED = "更新数据库结构"
Machine = Callable[..., list[str]]


@pytest.fixture
def machine(place: Path, surroundings_of: Callable[[Path], dict[str, str]]) -> Machine:
    """Runs a command there until it has started the database, or ended; its lines."""
    stubs = place / "stubs"
    stubs.mkdir()
    for name in ("apt-get", "useradd"):
        (stubs / name).write_text(NOTE)
        (stubs / name).chmod(0o755)
    users = place / "passwd"
    every = Path("/etc/passwd").read_text("utf-8").splitlines(keepends=True)
    known = [line for line in every if not line.startswith("bangfu")]

    def run(command: list[str], told: Mapping[str, str], *more_users: str) -> list[str]:
        users.write_text("".join([*known, *(f"{each}\n" for each in more_users)]))
        users.chmod(0o644)
        environment = surroundings_of(place / "data") | told
        environment["PATH"] = f"{stubs}:{environment['PATH']}"
        apart = ["unshare", "--mount", "sh", "-c", ELSEWHERE, "sh", str(users), *command]
        lines: list[str] = []
        with subprocess.Popen(
            apart,
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            for line in process.stdout:
                lines.append(line)
                if STARTED in line:
                    process.terminate()
        if any("unshare" in line or line.startswith("mount:") for line in lines):
            pytest.skip("no mount namespace may be made here")
        return lines

    return run


def up() -> list[str]:
    port = f"--port={free_port()}"
    return [*CLI, "up", "--no-demo", port]


def first(words: str, lines: list[str]) -> int:
    return next(number for number, line in enumerate(lines) if words in line)


def test_all_of_it_is_said_first(place: Path, machine: Machine):
    lines = machine(up(), {})
    said = "".join(lines)
    assert first("将在这台机器上", lines) == 0
    before = first("called:", lines)
    for words in ("建立数据文件夹", "建立系统用户 bangfu（", "建立系统用户 bangfu-web（"):
        assert first(words, lines) < before
    assert first("用 apt 安装中文字体 fonts-noto-cjk", lines) < before
    assert first("INSTALL=no", lines) < before
    assert "called: apt-get --quiet=2 install --yes" in said
    assert "called: useradd --system" in said
    assert "以系统用户 nobody 运行" in said, "no user came to be: others stand in, and are named"
    assert "以系统用户 daemon 运行" in said
    EmbeddedServer(DataFolder(place / "data")).destroy()


def test_a_command_says_no_more_than_it_does(place: Path, machine: Machine):
    """It starts the database alone: no pages, no user for them, no copy of the program, no fonts."""
    unions = place / "unions.csv"
    unions.write_text("编码,名称\n", encoding="utf-8")
    unions.chmod(0o644)
    lines = machine([*CLI, "import", "unions", str(unions)], {})
    said = "".join(lines[: first(STARTED, lines)])
    assert first("建立数据文件夹", lines) < first("called:", lines)
    assert "建立系统用户 bangfu（" in said
    for words in ("bangfu-web", "抄一份", "apt"):
        assert words not in said
    assert not (place / "data" / "program").exists()
    EmbeddedServer(DataFolder(place / "data")).destroy()


def test_nothing_is_installed_or_created_where_that_is_forbidden(place: Path, machine: Machine):
    lines = machine(["make", "--no-print-directory", "run", "INSTALL=no"], {})
    said = "".join(lines)
    assert "called:" not in said
    assert "useradd --system" in said
    assert (
        "  useradd --system --user-group --no-create-home --shell /usr/sbin/nologin bangfu\n"
        in said
    )
    assert said.count("/usr/sbin/nologin bangfu") == 2
    assert not (place / "data").exists()


def test_what_then_is_missing_is_told_with_what_mends_it(place: Path, machine: Machine):
    users = [f"{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin" for name, number in OURS]
    lines = machine(up(), {"INSTALL": "no"}, *users)
    said = "".join(lines)
    assert STARTED in said
    assert "called:" not in said
    assert "apt-get install fonts-noto-cjk" in said
    assert "建立系统用户" not in said
    refused = machine(up(), {"INSTALL": "no"}, users[1])
    assert "编号 61871 的系统用户" in "".join(refused), "whose data they are is not there any more"


def test_no_folder_is_made_elsewhere_where_that_is_forbidden(place: Path, monkeypatch):
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    folder = DataFolder(closed / "data").create()
    monkeypatch.setenv("INSTALL", "no")
    with pytest.raises(NoPlaceForServer):
        home_for(found("nobody"), folder)
    assert not (folder.root / "postgres.elsewhere").exists()


def test_nobody_stands_in_where_that_is_forbidden(monkeypatch):
    ours = found(serving_user.NAME)  # taken by the database, so that the pages need another
    taken = ours.uid if ours else None
    assert serving_user.known_serving_user(taken).name == "daemon"
    monkeypatch.setenv("INSTALL", "no")
    with pytest.raises(serving_user.NoServingUser):
        serving_user.serving_user(taken)


#: Numbers that nobody of this machine has.
OURS = (("bangfu", 61871), ("bangfu-web", 61872))
