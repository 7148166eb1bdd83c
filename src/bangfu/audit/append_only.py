"""Tables that may only grow: marked here, enforced by trigger and by privilege after migrating."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from bangfu.scope.row_security import COLUMNS as SCOPE_COLUMNS
from bangfu.scope.row_security import SETTINGS


class AppendOnly(models.Model):
    """Mark of a table whose rows never change; moves of jurisdiction re-stamp scope columns."""

    class Meta:
        abstract = True


def append_only_models() -> list[type[AppendOnly]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def append_only_guards() -> Iterator[tuple[str, str]]:
    """(name, statements): triggers that hold for the owner too, who could rewrite history."""
    scope = ", ".join(f"'{name}'" for name in SCOPE_COLUMNS)
    yield (
        "append only",
        f"""
        create or replace function bangfu_append_only() returns trigger language plpgsql
          {SETTINGS} as $$
        begin
          if tg_op = 'UPDATE' and to_jsonb(new) - array[{scope}]::text[]
             = to_jsonb(old) - array[{scope}]::text[] then
            return new;
          end if;
          raise exception 'append only: %', tg_table_name using errcode = 'restrict_violation';
        end $$;
        """,
    )
    for model in append_only_models():
        yield f"append only/{model._meta.db_table}", _grows_only(model._meta.db_table)


def _grows_only(table: str) -> str:
    return f"""
    create or replace trigger b_append_only before update or delete on {table}
      for each row execute function bangfu_append_only();
    create or replace trigger b_no_truncate before truncate on {table}
      for each statement execute function bangfu_append_only();
    """
