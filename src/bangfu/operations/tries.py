"""Systems of `import --dry-run`, made aside to be thrown away; those of killed commands are found by a lock."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .datafolder import DataFolder
from .embedded import EmbeddedServer

BEGINNING = "bangfu-try-"
LOCK, DATA = "alive", "data"


@contextmanager
def thrown_away() -> Iterator[DataFolder]:
    """A new folder for a system, gone with the block. Its server's user may be another: it can enter."""
    place = Path(tempfile.mkdtemp(prefix=BEGINNING))
    place.chmod(0o755)
    handle = os.open(place / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield DataFolder(place / DATA)
    finally:
        _destroy(place)
        os.close(handle)


def abandoned() -> list[Path]:
    """Our own ones whose command was killed."""
    every = sorted(Path(tempfile.gettempdir()).glob(f"{BEGINNING}*"))
    return [place for place in every if _is_ours(place) and not _is_alive(place)]


def clear_abandoned() -> None:
    for place in abandoned():
        _destroy(place)


def _is_ours(place: Path) -> bool:
    return not place.is_symlink() and place.is_dir() and place.stat().st_uid == os.geteuid()


def _is_alive(place: Path) -> bool:
    """One that has no lock yet is just being made."""
    try:
        handle = os.open(place / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _destroy(place: Path) -> None:
    """Its server goes on after a kill."""
    if (place / DATA).exists():
        EmbeddedServer(DataFolder(place / DATA)).destroy()
    shutil.rmtree(place, ignore_errors=True)
