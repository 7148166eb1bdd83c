"""Bulk statements: ids drawn in blocks, rows copied to a temporary table and inserted from there.

PostgreSQL refuses COPY into a table under row-level security: the INSERT ... SELECT that
follows passes every trigger and policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, JSONField, Model
from django.db.models.expressions import DatabaseDefault
from psycopg.types.json import Jsonb

from bangfu.scope.models import ScopedModel
from bangfu.scope.row_security import COLUMNS as SCOPE

SMALLEST_BLOCK = 20
FEW = 50  # so many objects are inserted by Django: copying takes five statements
NEXT_IDS = """
with drawn as materialized (select pg_get_serial_sequence(%s, 'id')::regclass as sequence)
select nextval(sequence) from drawn, generate_series(1, %s)
"""  # materialized: the sequence's name is looked up once, not for every id
LENGTH = re.compile(r"\([^)]*\)")


class Draw(Iterator[int]):
    """Ids of a table's sequence; those left over are never used, as with any rolled back insert."""

    def __init__(self, model: type[Model]) -> None:
        self._table = model._meta.db_table
        self._drawn: list[int] = []
        self._block = SMALLEST_BLOCK

    def expect(self, about: int) -> None:
        self._block = max(about, SMALLEST_BLOCK)

    def __next__(self) -> int:
        if not self._drawn:
            with connection.cursor() as cursor:
                cursor.execute(NEXT_IDS, [self._table, self._block])
                self._drawn = [number for (number,) in cursor.fetchall()][::-1]
            self._block = SMALLEST_BLOCK
        return self._drawn.pop()


def insert_objects(model: type[Model], objects: Sequence[Model]) -> None:
    """Insert new objects, each of which has its id afterwards.

    Many are copied: Django makes a parameter of each value, and writes the statement out with all.

    Args:
        objects: of plain values; what the database is to fill in by default, it fills in for all.
    """
    if len(objects) <= FEW:
        model._default_manager.bulk_create(objects)
        return
    ids = Draw(model)
    ids.expect(len(objects))
    for each in objects:
        each.pk = next(ids)
        each._state.adding = False
    fields = [field for field in model._meta.concrete_fields if _is_given(field, objects[0])]
    values = [_plain(field, [getattr(each, field.attname) for each in objects]) for field in fields]
    copy_rows(model, [str(field.column) for field in fields], list(zip(*values, strict=True)))


def _is_given(field: Field[Any, Any], example: Model) -> bool:
    """Not what the database fills in, nor the jurisdiction that `copy_rows` joins."""
    brings = isinstance(example, ScopedModel) and example.brings_scope
    by_default = isinstance(getattr(example, field.attname), DatabaseDefault)
    return not (by_default or (brings and field.column in SCOPE))


def _plain(field: Field[Any, Any], values: list[Any]) -> list[Any]:
    return [Jsonb(value) for value in values] if isinstance(field, JSONField) else values


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert many rows; the database stamps, checks and refuses them like single ones."""
    coming = iter(rows)
    if (first := next(coming, None)) is None:
        return
    table, names = model._meta.db_table, ", ".join(columns)
    types = [_type_of(model, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists incoming")
        cursor.execute(
            f"create temp table incoming on commit drop as select {names} from {table} with no data"
        )
        with cursor.copy(f"copy incoming ({names}) from stdin (format binary)") as copy:
            copy.set_types(types)
            for row in chain([first], coming):
                copy.write_row(row)
        cursor.execute(_insert(model, columns))
        cursor.execute("drop table incoming")


def _insert(model: type[Model], columns: Sequence[str]) -> str:
    """A table that brings its scope has it joined once; what the joining does not find, because the
    caller may not see it, is left to the table's own trigger, which refuses it.
    """
    table, names = model._meta.db_table, ", ".join(columns)
    if not (issubclass(model, ScopedModel) and model.brings_scope):
        return f"insert into {table} ({names}) select {names} from incoming"
    column, source = model.stamped_from
    brought = ", ".join(f"i.{name}" for name in columns)
    joined = ", ".join(f"s.{name}" for name in SCOPE)
    return f"""
        insert into {table} ({names}, {", ".join(SCOPE)})
        select {brought}, {joined} from incoming i left join {source} s on s.id = i.{column}
    """


def _type_of(model: type[Model], column: str) -> str:
    """The database's own name of a column's type, without its length."""
    field = next(each for each in model._meta.concrete_fields if each.column == column)
    if isinstance(field, ForeignKey):
        field = field.target_field
    return LENGTH.sub("", str(field.rel_db_type(connection)))
