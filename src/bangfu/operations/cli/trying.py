"""A system to try a file in that keeps nothing: where none stands yet, one that is thrown away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..database import uses_embedded_server
from ..datafolder import data_folder
from ..embedded import EmbeddedServer
from ..tries import clear_abandoned, thrown_away
from .system import standing_system, system

FOLDER = "BANGFU_DATA"


@contextmanager
def system_to_try_in() -> Iterator[None]:
    """The system that stands here; for a new data folder an empty one aside, gone with the block.

    Raises NothingHereYet where the database is elsewhere and empty: nothing can be put aside there.
    """
    folder = data_folder()
    folder.look()
    if not uses_embedded_server():
        with standing_system():
            yield
    elif EmbeddedServer(folder).is_new():
        with _thrown_away(), system():
            yield
    else:
        with system():
            yield


@contextmanager
def _thrown_away() -> Iterator[None]:
    named = os.environ.get(FOLDER)
    clear_abandoned()
    with thrown_away() as folder:
        os.environ[FOLDER] = str(folder.root)
        try:
            yield
        finally:
            if named is None:
                del os.environ[FOLDER]
            else:
                os.environ[FOLDER] = named
