"""Who uses the server now: the last to leave stops it.

Every process that uses the server holds a shared lock. The kernel drops the locks of a killed
process, so the count is right after kill -9, and a server that outlived its user is taken over.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Users:
    """This process's place among the users of one server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle: int | None = None

    @property
    def joined(self) -> bool:
        return self._handle is not None

    def join(self) -> None:
        """Wait while the last user stops the server, then count as a user."""
        handle = _open(self._folder / "users.lock")
        fcntl.flock(handle, fcntl.LOCK_SH)
        self._handle = handle

    @contextmanager
    def leaving(self) -> Iterator[bool]:
        """Yields whether nobody else is left; newcomers wait until the block ends."""
        if self._handle is None:
            yield False
            return
        try:
            yield _locked(self._handle)
        finally:
            os.close(self._handle)
            self._handle = None


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one process looks whether the server runs and starts it."""
    handle = _open(folder / "start.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
