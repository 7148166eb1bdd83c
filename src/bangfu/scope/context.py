"""Tell the database, for the running transaction, whose eyes it looks through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .reach import Scope

SETTINGS = ("app.union", "app.system", "app.system_union", "app.reach")
READ = "select " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
WRITE = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Open a transaction (or savepoint) in which only `scope` is visible; restore on leaving."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(READ)
        before = cursor.fetchone()
        cursor.execute(WRITE, _values(scope))
        yield
        # A rollback takes the settings back by itself, and allows no statement before it.
        if not transaction.get_rollback():
            with connection.cursor() as again:
                again.execute(WRITE, before)


def _values(scope: Scope) -> list[str]:
    return [
        _text(scope.union_id),
        scope.system,
        _text(scope.system_union_id),
        "machine" if scope.machine else "",
    ]


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
