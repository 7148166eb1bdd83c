"""Whole rows of a model by SQL of our own: what one file's page reads of each table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from .prepared import prepared_rows

Row = TypeVar("Row", bound=Model)
Convert = Callable[[Any, Any, Any], Any]


def whole_rows(model: type[Row], source: str, values: Mapping[str, Any]) -> list[Row]:
    """Rows of the table or function that `source` calls `m`, as a query of Django's makes them.

    Args:
        source: SQL after `from`, a constant; see `prepared_rows`.
    """
    names, columns, converters = _read(model)
    rows = prepared_rows(f"select {columns} from {source}", values)
    if converters:
        rows = [_converted(row, converters) for row in rows]
    return [model.from_db(connection.alias, names, row) for row in rows]


@cache
def _read(model: type[Model]) -> tuple[list[str], str, dict[int, list[Convert]]]:
    """Names and columns of all fields, and what Django does to the values of some."""
    fields = model._meta.concrete_fields
    converters = {n: field.get_db_converters(connection) for n, field in enumerate(fields)}
    return (
        [field.attname for field in fields],
        ", ".join(f"m.{field.column}" for field in fields),
        {n: converts for n, converts in converters.items() if converts},
    )


def _converted(row: tuple[Any, ...], converters: dict[int, list[Convert]]) -> tuple[Any, ...]:
    values = list(row)
    for n, convert in converters.items():
        for each in convert:
            values[n] = each(values[n], None, connection)
    return tuple(values)
