"""Tell the database, for the running transaction, which rows may be seen and who acts.

Plain settings, bound here and nowhere else. Policies ask for the scope; guards may ask for the
acting user, the union acted for and the duty of the running use case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction

from .prepared import prepared_rows
from .reach import Scope

SCOPE = ("app.union", "app.system", "app.system_union", "app.reach")
ACT = ("app.user", "app.acting_union", "app.duty")
#: Else the database plans a prepared statement for the very values the first five times a connection:
#: longer than answering it. Only while a page is shown; what is written is planned as it always was.
PLANNED_ONCE = {"plan_cache_mode": "force_generic_plan"}


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Open a transaction (or savepoint) in which only `scope` is visible; restore on leaving.

    Who acts, and in which duty, stays as it was.
    """
    with bound(scope_settings(scope)):
        yield


@contextmanager
def bound(settings: Mapping[str, str]) -> Iterator[None]:
    """Open a transaction (or savepoint) in which these settings hold; restore on leaving.

    They are local to the transaction: where it begins here, it takes them back by itself.
    """
    within = connection.in_atomic_block
    write = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
    with transaction.atomic():
        ask = _reading(settings) if within else f"select {write}"
        before = prepared_rows(ask, list(settings.values()))[0]
        yield
        # A rollback takes the settings back by itself, and allows no statement before it.
        if within and not transaction.get_rollback():
            prepared_rows(f"select {write}", before[: len(settings)])


def _reading(settings: Mapping[str, str]) -> str:
    """Sets them, and tells what they were, in one statement."""
    read = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in settings)
    write = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
    return f"with before as materialized (select {read}) select before.*, {write} from before"


def scope_settings(scope: Scope) -> dict[str, str]:
    values = (
        _text(scope.union_id),
        scope.system,
        _text(scope.system_union_id),
        "machine" if scope.machine else "",
    )
    return dict(zip(SCOPE, values, strict=True))


def act_settings(user_id: int | None, union_id: int | None, duty: str) -> dict[str, str]:
    """`duty` is "" while somebody looks and no use case runs."""
    return dict(zip(ACT, (_text(user_id), _text(union_id), duty), strict=True))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
