"""A note or a key of the data folder is the old one or the new one, whenever its writer ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bangfu.operations.checking.work import unfinished_in
from bangfu.operations.cli.certificates import Certificate, remember
from bangfu.operations.datafolder import DataFolder

#: In a process whose files end after ten bytes: as on a full disk, or killed in the midst of writing.
WRITE = """
import resource, signal, sys
from pathlib import Path
from bangfu.operations.cli.certificates import Certificate, remember
from bangfu.operations.datafolder import DataFolder
from datetime import datetime, UTC

resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
if sys.argv[2] == "killed":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
files = (Path("/new/certificate.pem"), Path("/new/key.pem"))
remember(DataFolder(Path(sys.argv[1])), Certificate(*files, ["a"], datetime.now(UTC)))
"""
OLD = "/old/certificate.pem\n/old/key.pem\n"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data").create()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    remember(made, Certificate(Path("/old/certificate.pem"), Path("/old/key.pem"), [], tomorrow))
    assert made.certificate_note.read_text("utf-8") == OLD
    assert made.certificate_note.stat().st_mode & 0o777 == 0o600
    return made


def written(folder: DataFolder, how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-c", WRITE, str(folder.root), how]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_note_of_the_certificate_stays_whole_where_there_is_no_room(folder: DataFolder):
    done = written(folder, "full")
    assert "OSError: [Errno 27]" in done.stderr
    assert folder.certificate_note.read_text("utf-8") == OLD
    assert unfinished_in(folder) == []


def test_the_note_of_the_certificate_stays_whole_after_a_kill(folder: DataFolder):
    done = written(folder, "killed")
    assert done.returncode == -signal.SIGXFSZ, done.stderr
    assert folder.certificate_note.read_text("utf-8") == OLD
    (left,) = unfinished_in(folder)
    assert left.read_bytes() == b"/new/certi"


def test_it_goes_when_no_certificate_is_served(folder: DataFolder):
    remember(folder, None)
    assert not folder.certificate_note.exists()
    assert not [name for name in os.listdir(folder.root) if "certificate" in name]
