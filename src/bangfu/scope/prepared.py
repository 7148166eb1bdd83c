"""Statements that are planned once a connection, not once a request: decision 0052.

For what finds its rows by whole keys, whoever asks: no figure and no scope would change its plan, and
planning it, policies and all, takes the database longer than answering. What is asked travels beside
the statement, so nothing of a person is kept with it. A list stays with `by_hand.rows_of`: what suits a
county may walk the register for a city.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

Values = Mapping[str, Any] | Sequence[Any]


def prepared_rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a statement that returns some, or none of them.

    The statement is a constant, or one of few: each connection keeps the plans of a hundred.
    """
    with _planned_once(statement, values) as cursor:
        return cursor.fetchall()


def run_prepared(statement: str, values: Values) -> None:
    """A statement that returns nothing."""
    with _planned_once(statement, values):
        pass


@contextmanager
def _planned_once(statement: str, values: Values) -> Iterator[CursorWrapper]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver = connection.connection
    with connection._prepare_cursor(ServerBindingCursor(driver)) as cursor:
        # Django would have none prepared; at 0 the driver prepares whatever is sent.
        driver.prepare_threshold = 0
        try:
            cursor.execute(statement, values)
        finally:
            driver.prepare_threshold = None
        yield cursor
