"""Whatever is not listed here as moving stays, column by column, for the owner of the tables too.

The guards list what stays; a column that is forgotten there, or added later, is found here.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from owners_edits import refused_by

from bangfu.scope.actors import acting, operator
from bangfu.scope.row_security import COLUMNS as SCOPE
from harness import connect_to
from makers import payees, rounds

#: Table → what may be written again once a round was released and sent. States move by their table.
MOVES = {
    "funds_fund": set(),
    "rounds_round": {"version"},  # of each move
    "rounds_payment": set(),
    "rounds_needclaim": set(),
}
GUARDED = (
    r"for good|forward only|a place stays|decided by nobody|without a reason|no such step"
    r"|let go by a decision|what is written stays|violates row-level security"
)
KINDS = """
select column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name = %s order by ordinal_position
"""
ANOTHER = "(select h.id from registry_household h where h.id <> {0} limit 1)"
CHANGED = {
    "bigint": "coalesce({0}, 0) + 1000", "integer": "coalesce({0}, 0) + 1", "smallint": "coalesce({0}, 0) + 1",
    "date": "coalesce({0}, date '2010-01-01') + 1", "boolean": "not {0}",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 day'",
    "jsonb": """'{{"x": 1}}'""", "bytea": "{0} || 'x'",
    "character varying": "left('x' || {0}, 6)", "text": "'x' || {0}",
}  # fmt: skip


@pytest.fixture
def sent(fresh_database) -> None:
    world = payees.make_world()
    payees.families(world, 1)
    payees.household(world, 2)
    rounds.send(world, rounds.released(world))
    connect_to(fresh_database, owner=True)


def columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(KINDS, [table])
        return [row for row in cursor.fetchall() if row[0] not in {"id", *SCOPE}]


def stays(table: str, column: str, kind: str) -> bool:
    """Whether a guard refuses another value; a constraint that would refuse this one is no guard."""
    value = (ANOTHER if column == "household_id" else CHANGED[kind]).format(f"{table}.{column}")
    try:
        with transaction.atomic(), acting(operator()), connection.cursor() as cursor:
            cursor.execute(f"update {table} set {column} = {value}")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return refused_by(GUARDED, error)
    return False


def test_every_other_column_stays(sent):
    moving = {
        table: {name for name, kind in columns(table) if not stays(table, name, kind)}
        for table in MOVES
    }
    assert moving == MOVES
