"""Rows whose columns stay as they were written, but for those that a model names.

Declared as data and enforced by generated triggers, as tables that only grow are (`append_only`): a
column that is added later stays, too, until somebody says that it moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.apps import apps
from django.db import models

from bangfu.scope.row_security import COLUMNS as SCOPE_COLUMNS
from bangfu.scope.row_security import SETTINGS


class KeepsColumns(models.Model):
    """Of a row, whatever isn't named here stays; moves of jurisdiction re-stamp scope columns.

    Columns `written_again` may change at any time, those `written_once` only while they are empty, those
    `written_with_state` only together with the state. Rows are for good unless the model `lets_rows_go`.
    """

    written_again: ClassVar[tuple[str, ...]] = ()
    written_once: ClassVar[tuple[str, ...]] = ()
    written_with_state: ClassVar[tuple[str, ...]] = ()
    lets_rows_go: ClassVar[bool] = False

    class Meta:
        abstract = True


def column_keepers() -> list[type[KeepsColumns]]:
    return [model for model in apps.get_models() if issubclass(model, KeepsColumns)]


def kept_columns(model: type[KeepsColumns]) -> list[str]:
    """Those that never change."""
    moving = {
        *(model.written_again + model.written_once + model.written_with_state),
        *SCOPE_COLUMNS,
    }
    fields = (field for field in model._meta.concrete_fields if not field.generated)
    return [field.column for field in fields if field.column and field.column not in moving]


def kept_column_guards() -> Iterator[tuple[str, str]]:
    """(name, statements): triggers that hold for the owner, too."""
    yield (
        "kept rows",
        f"""
        create or replace function bangfu_row_stays() returns trigger language plpgsql
          {SETTINGS} as $$
        begin
          raise exception 'rows are for good: %', tg_table_name using errcode = 'restrict_violation';
        end $$;
        """,
    )
    for model in column_keepers():
        yield f"kept columns/{model._meta.db_table}", _keeping(model)


def _keeping(model: type[KeepsColumns]) -> str:
    """Once a statement, by the key: of a hundred thousand rows one join. Who changes the key finds no pair.

    Counted, not searched for the bad: what can't be compared isn't good. The join is planned once a
    connection, for as many rows as its first statement wrote: after one row, a nested loop would compare
    each of a hundred thousand with each.
    """
    table = model._meta.db_table
    key = model._meta.pk.column  # type: ignore[union-attr]
    return f"""
    create or replace function {table}_columns_stay() returns trigger language plpgsql
      {SETTINGS} set enable_nestloop = off as $$
    begin
      if (select count(*) from before_it) <> (
          select count(*) from before_it o join after_it n on n.{key} = o.{key}
          where {" and ".join(_conditions(model))}) then
        raise exception 'what is written stays: {table}' using errcode = 'restrict_violation',
          constraint = '{table}_columns_stay';
      end if;
      return null;
    end $$;
    create or replace trigger b_columns_stay after update on {table}
      referencing old table as before_it new table as after_it
      for each statement execute function {table}_columns_stay();
    {"" if model.lets_rows_go else _rows_stay(table)}
    """


def _conditions(model: type[KeepsColumns]) -> Iterator[str]:
    kept = kept_columns(model)
    theirs, ours = (", ".join(f"{of}.{name}" for name in kept) for of in "on")
    yield f"({ours}) is not distinct from ({theirs})"
    for name in model.written_once:
        empty = f"coalesce(o.{name}::text, '') = ''"
        yield f"(n.{name} is not distinct from o.{name} or {empty})"
    for name in model.written_with_state:
        yield f"(n.{name} is not distinct from o.{name} or n.state <> o.state)"


def _rows_stay(table: str) -> str:
    return f"""
    create or replace trigger b_row_stays before delete on {table}
      for each row execute function bangfu_row_stays();
    create or replace trigger b_no_truncate before truncate on {table}
      for each statement execute function bangfu_row_stays();
    """
