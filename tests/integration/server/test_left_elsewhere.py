"""What a killed command left outside of the data folder is told by `check work`, and goes with the next start."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from folders import found

from bangfu.operations.checking.work import unfinished_in
from bangfu.operations.cli import certificates
from bangfu.operations.cli.remains import clear_remains
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.operations.tries import abandoned, clear_abandoned
from makers.certificates import certificate_in

UNIONS = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\nC,样例市总工会,市总工会,,449900,,\n"


def waits_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_backup_to_another_folder(
    place: Path,
    migrated_folder: Callable[[Path], None],
    surroundings_of,
    monkeypatch: pytest.MonkeyPatch,
):
    folder = DataFolder(place / "data")
    migrated_folder(folder.root)
    monkeypatch.setenv("BANGFU_DATA", str(folder.root))
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    with EmbeddedServer(folder) as server:
        found(server)
        command = [sys.executable, "-m", "bangfu.operations.cli", "backup", elsewhere / "kept"]
        with subprocess.Popen(command, env=surroundings_of(folder.root), text=True) as backup:
            waits_for(lambda: any(elsewhere.glob(".kept.*")))
            backup.send_signal(signal.SIGKILL)
        (left,) = elsewhere.iterdir()
        assert left in unfinished_in(folder)
        clear_remains(folder)
    assert list(elsewhere.iterdir()) == []
    assert unfinished_in(folder) == []


def test_a_try_in_a_folder_of_its_own(place: Path, surroundings_of, monkeypatch):
    temporary = place / "temporary"
    temporary.mkdir(mode=0o755)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (place / "unions.csv").write_text(UNIONS, encoding="utf-8")
    command = [sys.executable, "-m", "bangfu.operations.cli", "import", "unions", "--dry-run"]
    environment = {**surroundings_of(place / "data"), "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [*command, place / "unions.csv"], env=environment, stderr=subprocess.DEVNULL
    ) as trying:
        waits_for(lambda: any(temporary.glob("bangfu-try-*/data/postgres/postmaster.pid")))
        assert abandoned() == [], "it is alive"
        trying.send_signal(signal.SIGKILL)
    (left,) = abandoned()
    server = EmbeddedServer(DataFolder(left / "data"))
    clear_abandoned()
    assert list(temporary.iterdir()) == []
    assert not server.running()


def test_check_work_looks_at_the_certificate(
    place: Path, migrated_folder: Callable[[Path], None], surroundings_of
):
    folder = DataFolder(place / "data")
    migrated_folder(folder.root)
    file, key = certificate_in(place, begins=datetime.now(UTC) - timedelta(days=350), years=1)
    served = certificates.read_certificate(file, key, now=datetime.now(UTC))
    certificates.remember(folder, served)
    with EmbeddedServer(folder) as server:
        found(server)
        command = [sys.executable, "-m", "bangfu.operations.cli", "check", "work"]
        told = subprocess.run(
            command, env=surroundings_of(folder.root), text=True, capture_output=True, check=False
        )
    assert told.returncode == 1
    assert f"证书 {file} 将于" in told.stdout


def test_a_certificate_that_ends_within_thirty_days_is_told(tmp_path: Path):
    folder = DataFolder(tmp_path)
    now = datetime.now(UTC)
    ends = now + timedelta(days=29)
    file, key = certificate_in(tmp_path, begins=ends - timedelta(days=365), years=1)
    for at, words in ((now, "到期，到期后"), (now - timedelta(days=2), ""), (ends, "已于")):
        earlier = at < now
        certificate = certificates.read_certificate(file, key, now=min(at, now))
        certificates.remember(folder, certificate)
        told = certificates.findings(folder, now=at)
        assert bool(told) is not earlier
        assert words in "".join(told)
    certificates.remember(folder, None)
    assert certificates.findings(folder, now=ends) == []
