"""How the database should go about a whole register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def in_bulk() -> Iterator[None]:
    """Join by hashing, not row by row, inside this block.

    The planner cannot tell how much a scope lets through and expects a handful of rows; with the
    machine's scope it is all of them, and a loop in a loop then takes minutes instead of a moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("select set_config('enable_nestloop', 'on', true)")
