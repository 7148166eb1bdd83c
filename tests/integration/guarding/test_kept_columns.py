"""Of rows that keep their columns, every other column is asked in every state: what isn't declared as moving stays.

As the running role, over the attacked installation, where everything has gone its way.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.audit.kept_columns import KeepsColumns, column_keepers, kept_columns
from bangfu.scope.actors import acting, operator
from harness import copy_of
from security.attacked import ATTACKED

KINDS = """
select column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name = %s
"""
CHANGED = {
    "bigint": "coalesce({0}, 0) + 1000000", "integer": "coalesce({0}, 0) + 1000000",
    "smallint": "coalesce({0}, 0) + 1", "date": "coalesce({0}, date '2010-01-01') + 1",
    "boolean": "not coalesce({0}, false)", "jsonb": """'{{"x": 1}}'""",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 day'",
    "bytea": "coalesce({0}, '') || 'x'", "character varying": "left('x' || {0}, 2)",
    "ARRAY": "array['x']",
}  # fmt: skip
MODELS = column_keepers()


@pytest.fixture(scope="module")
def copied(attacked_template, django_db_blocker) -> Iterator[str]:
    yield from copy_of(ATTACKED, django_db_blocker)


def refusal(statement: str, *values: object) -> str:
    """'' where the database takes it, which is then undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


def in_each_state(model: type[KeepsColumns]) -> list[tuple[str, int]]:
    """A row of each state, or one."""
    table = model._meta.db_table
    has_state = any(field.column == "state" for field in model._meta.concrete_fields)
    state = "state" if has_state else "''"
    with connection.cursor() as cursor:
        cursor.execute(f"select distinct on (1) {state}, id from {table} order by 1, 2")
        return list(cursor.fetchall())


def test_every_other_column_stays_in_every_state(copied, django_db_blocker):
    taken, asked = [], 0
    with django_db_blocker.unblock(), acting(operator()):
        for model in MODELS:
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(KINDS, [table])
                kinds = dict(cursor.fetchall())
            for state, key in in_each_state(model):
                for column in kept_columns(model):
                    value = CHANGED[kinds[column]].format(column)
                    said = refusal(f"update {table} set {column} = {value} where id = %s", key)
                    asked += 1
                    if not said:
                        taken.append((table, state, column))
    assert taken == []
    assert asked > 120


def test_what_is_written_once_is_not_written_again(copied, django_db_blocker):
    taken = []
    with django_db_blocker.unblock(), acting(operator()):
        for model in MODELS:
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(KINDS, [table])
                kinds = dict(cursor.fetchall())
            for column in (*model.written_once, *model.written_with_state):
                value = CHANGED[kinds[column]].format(column)
                filled = f"coalesce({column}::text, '') <> ''"
                one = f"id = (select min(id) from {table} where {filled})"
                if not refusal(f"select 1 / count(*) from {table} where {filled}"):
                    said = refusal(f"update {table} set {column} = {value} where {one}")
                    taken += [] if said else [(table, column)]
    assert taken == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_rows_go_where_the_model_lets_them(copied, django_db_blocker, model):
    table = model._meta.db_table
    with django_db_blocker.unblock(), acting(operator()):
        said = refusal(f"delete from {table} where id = (select min(id) from {table})")
    assert said == "" if model.lets_rows_go else said
