"""A disk that is really full says that it is, loses nothing, and goes on when there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from folders import found

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.web.errors import answer_for
from makers.unions import install

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
UNIONS = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\nC,样例市总工会,市总工会,,449900,,\n"
FULL = "do $$ begin raise exception 'a secret' using errcode = 'disk_full'; end $$"


@pytest.fixture
def disk(place: Path) -> Iterator[Path]:
    """A file system of its own, of 400 MB, in memory."""
    made = place / "disk"
    made.mkdir(mode=0o755)
    mounting = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=0755", "tmpfs", str(made)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True).returncode != 0:
        pytest.skip("only who may mount can fill a disk")
    yield made
    subprocess.run(["umount", "-l", str(made)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            while True:
                try:
                    file.write(bytes(size))
                except OSError:
                    break
    return filler


def test_every_command_says_so_and_goes_on_when_there_is_room(
    disk: Path, place: Path, bangfu: Bangfu, migrated_folder: Callable[[Path], None]
):
    folder = disk / "data"
    migrated_folder(folder)
    server = EmbeddedServer(DataFolder(folder))
    (place / "unions.csv").write_text(UNIONS, encoding="utf-8")
    with server:
        found(server)
        filler = fill(disk)
        for order in (
            ["backup", disk / "kept.dump"],
            ["import", "unions", place / "unions.csv"],
            ["figures", "--on", "2010-10-31", "--by", "area", "--out", disk / "out.csv"],
        ):
            refused = bangfu(folder, *order)
            assert refused.returncode == 1, order
            assert "磁盘满了" in refused.stderr, order
            assert "程序出错" not in refused.stderr
        assert sorted(path.name for path in disk.iterdir()) == ["data", "filler"]
        filler.unlink()
    assert bangfu(folder, "import", "unions", place / "unions.csv").returncode == 0
    assert bangfu(folder, "check").returncode == 0
    shutil.rmtree(folder)


@pytest.mark.django_db
@pytest.mark.usefixtures("static_as_is")
def test_a_page_says_so(rf: RequestFactory):
    install(None)
    with (
        pytest.raises(OperationalError) as raised,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(FULL)
    answer = answer_for(rf.get("/"), raised.value)
    assert answer is not None
    assert answer.status_code == 507
    assert "磁盘满了" in answer.content.decode()
    assert "secret" not in answer.content.decode()
