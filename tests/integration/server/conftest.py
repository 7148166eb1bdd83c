"""Servers of their own for these tests, in folders that a server's user may enter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from earlier import landed as landed  # a fixture
from earlier import upgraded as upgraded
from earlier import upgrades as upgrades
from folders import open_folder

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def module_place() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def server_in() -> Iterator[Callable[[Path], EmbeddedServer]]:
    """Make servers; whatever a test leaves of them goes at its end."""
    made: list[EmbeddedServer] = []

    def make(folder: Path) -> EmbeddedServer:
        made.append(EmbeddedServer(DataFolder(folder)))
        return made[-1]

    yield make
    for server in made:
        server.stop()
    for server in made:
        if server.folder.root.exists():
            server.destroy()


@pytest.fixture(scope="session")
def bangfu() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a script would."""

    def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bangfu.operations.cli", *map(str, arguments)]
        return subprocess.run(
            command, env=surroundings(folder), capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def surroundings_of() -> Callable[[Path], dict[str, str]]:
    return surroundings


def surroundings(folder: Path) -> dict[str, str]:
    return {**os.environ, "BANGFU_DATA": str(folder), "PYTHONIOENCODING": "utf-8"}
