"""What a killed backup or restore left: cleared when the system starts, and by the next one of its kind."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from ..checking.work import is_left, unfinished_in
from ..database import database_urls, django_database
from ..datafolder import DataFolder
from ..embedded.databases import drop_database
from ..embedded.errors import BadDatabaseName
from ..tries import clear_abandoned
from .postgres_tools import owner_url

ASIDE = ("_restoring", "_replaced")


@contextmanager
def restoring_alone(folder: DataFolder) -> Iterator[None]:
    """While a restore runs, what it has put aside is no remains of one."""
    handle = _locked(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def clear_remains(folder: DataFolder) -> None:
    """Databases aside of a restore that was killed, and files of backups that were.

    Whoever does not know the owner's address, or meets a running restore, clears nothing of it.
    """
    for path in unfinished_in(folder):
        remove(path)
    clear_abandoned()
    if not database_urls()[0]:
        return
    try:
        handle = _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    try:
        current = str(django_database(owner_url())["NAME"])
        # An owner who may not, elsewhere: `check` tells of it. By a name that is refused nothing was put aside.
        with suppress(psycopg.Error, BadDatabaseName):
            for ending in ASIDE:
                drop_database(owner_url("postgres"), current + ending)
    finally:
        os.close(handle)


def clear_beside(target: Path) -> None:
    """What earlier processes began to write for the same target."""
    for path in target.parent.glob(f".{target.name}.*"):
        if is_left(path):
            remove(path)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _locked(folder: DataFolder, how: int) -> int:
    handle = os.open(folder.run / "restore.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle
