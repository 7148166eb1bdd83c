"""Only `up`, or what brings data, decides what a new data folder is: a look leaves it as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.datafolder_errors import DataFolderUnusable
from bangfu.operations.embedded import EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
ServerIn = Callable[[Path], EmbeddedServer]
LOOKS = (
    ["check"],
    ["check", "money"],
    ["explain", "X", "--on", "2010-10-31"],
    ["figures", "--on", "2010-10-31", "--by", "area"],
    ["assess", "--on", "2010-10-31", "--out", "{place}/out.csv"],
    ["pay", "1", "--export", "{place}/out.csv", "--by", "planner"],
    ["backup", "{place}/out.csv"],
    ["password", "admin"],
)
HEAD = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\n"
GOOD, BAD = "C,样例市总工会,市总工会,,449900,,\n", "C,样例市总工会,没有的类别,,449900,,\n"
FOUNDED = "select is_demo from organisations_installation"


def tree(root: Path) -> list[tuple[str, int, bytes]]:
    return [
        (str(path), path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(root.rglob("*"))
    ]


@pytest.mark.parametrize("kind", ["missing", "empty", "with its old key"])
def test_a_look_at_a_new_folder_leaves_it_as_it_was(place: Path, bangfu: Bangfu, kind: str):
    if kind != "missing":
        (place / "data").mkdir()
    if kind == "with its old key":
        (place / "data/secrets").mkdir()
        (place / "data/secrets/vault-key").write_bytes(bytes(32))
    before = tree(place)
    for look in LOOKS if kind == "missing" else LOOKS[:1]:
        done = bangfu(place / "data", *(word.format(place=place) for word in look))
        assert (done.returncode, done.stdout) == (1, ""), look
        assert f"{place / 'data'} 里还没有帮扶系统的数据" in done.stderr
        assert tree(place) == before, look


def test_a_try_on_a_new_folder_judges_and_leaves_it_as_it_was(place: Path, bangfu: Bangfu):
    (place / "unions.csv").write_text(HEAD + GOOD)
    before = tree(place)
    tried = bangfu(place / "data", "import", "unions", place / "unions.csv", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "接收 1 行" in tried.stdout
    assert tree(place) == before


def test_what_brings_nothing_decides_nothing(
    place: Path, bangfu: Bangfu, server_in: ServerIn, migrated_folder: Callable[[Path], None]
):
    migrated_folder(place / "data")
    server = server_in(place / "data")
    (place / "bad.csv").write_text(HEAD + BAD)
    (place / "good.csv").write_text(HEAD + GOOD)

    def founded() -> list[tuple[bool]]:
        with server, psycopg.connect(server.urls()[1]) as connection:
            return connection.execute(FOUNDED).fetchall()

    assert bangfu(place / "data", "import", "unions", place / "bad.csv").returncode == 2
    assert bangfu(place / "data", "import", "unions", place / "good.csv", "--dry-run").returncode == 0  # fmt: skip
    look = bangfu(place / "data", "check", "log")
    assert look.returncode == 1
    assert "还没有帮扶系统的数据" in look.stderr
    assert founded() == []
    assert bangfu(place / "data", "import", "unions", place / "good.csv").returncode == 0
    assert founded() == [(False,)]
    assert bangfu(place / "data", "check", "log").returncode == 0


def test_a_file_in_the_place_of_the_folder_is_told(place: Path):
    (place / "data").touch()
    with pytest.raises(DataFolderUnusable):
        DataFolder(place / "data").look()
