"""Counting rows for a page without reading all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from bangfu.kernel.counting import MOST, Counted, counted

from .prepared import prepared_rows


def count_of(rows: QuerySet[Any], most: int = MOST) -> Counted:
    """How many rows; the database stops when there are more than `most`."""
    some = rows.order_by().values("pk")[: most + 1]
    try:
        # As `some.count()`, which makes a copy of the query and compiles it once more.
        sql, params = some.query.sql_with_params()
    except EmptyResultSet:
        return counted(0, most)
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from ({sql}) counted", params)
        return counted(cursor.fetchone()[0], most)


def counts_each(parts: Sequence[QuerySet[Any]], most: int = MOST) -> list[Counted]:
    """How many rows each query has, in one statement; each count stops as in `count_of`."""
    asked, values = [], []
    for rows in parts:
        try:
            sql, params = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, params = "select 1 where false", ()
        asked.append(f"(select count(*) from ({sql}) counted)")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(asked)}", values)
        return [counted(number, most) for number in cursor.fetchone()]


def counts_of(
    rows: QuerySet[Any],
    columns: Sequence[str],
    conditions: Sequence[tuple[str, Sequence[object]]],
    most: int = MOST,
) -> list[Counted]:
    """How many of the rows meet each condition, in one statement; each count stops as in `count_of`.

    Args:
        columns: of the rows' own table, for the conditions to ask.
        conditions: SQL on those columns, and its values.
    """
    try:
        sql, params = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return [counted(0, most) for _condition in conditions]
    return counts_among(sql, params, conditions, most)


def counts_among(
    sql: str,
    params: Sequence[object],
    conditions: Sequence[tuple[str, Sequence[object]]],
    most: int = MOST,
) -> list[Counted]:
    """The same of rows that SQL tells."""
    asked = ", ".join(
        f"(select count(*) from (select from chosen where {condition} limit {most + 1}) counted)"
        for condition, _values in conditions
    )
    values = [value for _condition, its in conditions for value in its]
    # Not materialized: each count becomes a query of its own, by the index that suits it.
    statement = f"with chosen as not materialized ({sql}) select {asked}"
    return [counted(number, most) for number in prepared_rows(statement, [*params, *values])[0]]
