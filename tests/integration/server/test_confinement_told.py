"""A machine whose kernel can't confine the reader of spreadsheets is told to its operator."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from folders import found

from bangfu.documents.spreadsheets.errors import NotConfined
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from unfiltered import WITHOUT_FILTERS

CHECK = (
    WITHOUT_FILTERS
    + """
from bangfu.operations.cli import main
sys.exit(main(["check", "work"]))
"""
)


def test_check_work_finds_it(
    place: Path, migrated_folder: Callable[[Path], None], surroundings_of, bangfu
):
    migrated_folder(place / "data")
    with EmbeddedServer(DataFolder(place / "data")) as server:
        found(server)
        told = subprocess.run(
            [sys.executable, "-c", CHECK],
            env=surroundings_of(place / "data"),
            capture_output=True,
            text=True,
        )
        assert told.returncode == 1, told.stderr
        assert str(NotConfined.text) in told.stdout
        assert bangfu(place / "data", "check", "work").returncode == 0
