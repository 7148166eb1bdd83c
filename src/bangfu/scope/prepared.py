"""Statements that are planned once a connection, not once a request: decision 0052.

For what finds its rows by whole keys, or by the one index that suits it, whoever asks: no figure and
no scope would change its plan, and planning it, policies and all, takes the database longer than
answering. What is asked travels beside the statement, so nothing of a person is kept with it. A list
stays with `by_hand.rows_of`: what suits a county may walk the register for a city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet

Values = Mapping[str, Any] | Sequence[Any]


def prepared_rows(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a statement that returns some, or none of them.

    The statement is a constant, or one of few: each connection keeps the plans of a hundred.
    """
    return _planned_once(statement, values).fetchall()


def prepared_query(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a query that is the same statement whenever it is asked, but for its values.

    As the driver reads them: no field converts them.
    """
    try:
        return prepared_rows(*rows.query.sql_with_params())
    except EmptyResultSet:
        return []


def run_prepared(statement: str, values: Values) -> None:
    """A statement that returns nothing."""
    _planned_once(statement, values)


def _planned_once(statement: str, values: Values) -> Any:
    """The connection's cursor, with the rows until the next statement.

    A page asks seven of them. Django's longer way is gone only where somebody listens to statements.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver = connection.connection
    if connection.execute_wrappers or connection.queries_logged:
        cursor: Any = connection._prepare_cursor(ServerBindingCursor(driver))
        ask = cursor.execute
    else:
        connection.validate_no_broken_transaction()
        cursor = _cursor_of(driver)
        ask = connection.wrap_database_errors(cursor.execute)
    # Django would have none prepared; at 0 the driver prepares whatever is sent.
    driver.prepare_threshold = 0
    try:
        ask(statement, values)
    finally:
        driver.prepare_threshold = None
    return cursor


def _cursor_of(driver: Any) -> Any:
    """To make one takes as long as to ask; it hangs on its connection, so that both end together."""
    cursor = getattr(driver, "bangfu_cursor", None)
    if cursor is None:
        cursor = driver.bangfu_cursor = ServerBindingCursor(driver)
    return cursor
