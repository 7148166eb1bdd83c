"""Folders that a server's user may enter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bangfu.operations.embedded import EmbeddedServer

OFFICES_OWN = "insert into organisations_installation (id, is_demo) values (1, false)"


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, as /var/lib and most homes are; pytest's own is not."""
    made = Path(tempfile.mkdtemp(prefix="bangfu-server-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def found(server: EmbeddedServer) -> None:
    """Make it an office's own system: a folder as it is migrated has decided nothing yet."""
    with server, psycopg.connect(server.urls()[0]) as owner:
        owner.execute(OFFICES_OWN)
