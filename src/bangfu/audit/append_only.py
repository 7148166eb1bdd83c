"""Tables that may only grow: marked here, enforced by trigger and by privilege after migrating."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models

from bangfu.scope.row_security import COLUMNS as SCOPE_COLUMNS


class AppendOnly(models.Model):
    """Mark of a table whose rows never change; moves of jurisdiction re-stamp scope columns."""

    class Meta:
        abstract = True


def append_only_models() -> list[type[AppendOnly]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def forbid_changes() -> None:
    """Create or renew the triggers, as the owner; so even the owner cannot rewrite history."""
    scope = ", ".join(f"'{name}'" for name in SCOPE_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            create or replace function bangfu_append_only() returns trigger language plpgsql as $$
            begin
              if tg_op = 'UPDATE' and to_jsonb(new) - array[{scope}]::text[]
                 = to_jsonb(old) - array[{scope}]::text[] then
                return new;
              end if;
              raise exception 'append only: %', tg_table_name using errcode = 'restrict_violation';
            end $$;
            """
        )
        for model in append_only_models():
            table = model._meta.db_table
            cursor.execute(
                f"""
                drop trigger if exists b_append_only on {table};
                create trigger b_append_only before update or delete on {table}
                  for each row execute function bangfu_append_only();
                drop trigger if exists b_no_truncate on {table};
                create trigger b_no_truncate before truncate on {table}
                  for each statement execute function bangfu_append_only();
                """
            )
