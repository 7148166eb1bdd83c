"""Folders that a server's user may enter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, as /var/lib and most homes are; pytest's own is not."""
    made = Path(tempfile.mkdtemp(prefix="bangfu-server-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)
