"""Counting rows for a page without reading all of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from bangfu.kernel.counting import MOST, Counted, counted


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
