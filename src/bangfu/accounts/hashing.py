"""Passwords are tried one at a time a process, so that guesses leave threads and memory for pages.

One try takes about 0.1 s and 100 MB. Sixteen at once made a page 263 times as slow.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

from .errors import TooManyPasswords

MOST_WAITING = 2  # of a process's four threads; one is being tried, one is left for pages
WAITS = 5.0  # seconds

_lane = threading.Lock()
_places = threading.BoundedSemaphore(1 + MOST_WAITING)


@contextmanager
def own_turn() -> Iterator[None]:
    """Raises TooManyPasswords."""
    if not _places.acquire(blocking=False):
        raise TooManyPasswords
    try:
        if not _lane.acquire(timeout=WAITS):
            raise TooManyPasswords
        try:
            yield
        finally:
            _lane.release()
    finally:
        _places.release()


class InTurn(Argon2PasswordHasher):
    """Set in PASSWORD_HASHERS. Raises TooManyPasswords."""

    def encode(self, password: str, salt: str) -> str:
        with own_turn():
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        with own_turn():
            return bool(super().verify(password, encoded))
