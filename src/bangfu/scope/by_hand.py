"""SQL that is written by hand: its rows, and the first wall in it.

For what every page or every row of a list asks: Django takes longer to write such a statement and to
make objects of its rows than the database to answer it. The second wall, row-level security, holds as
for any statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from .models import HasScope

NAMED = re.compile(r"%\((\w+)\)s")


def rows_of(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def sight(holder: HasScope, table: str) -> str:
    """What `visible_to` keeps of a scoped table, by its alias; with the values of `sight_values`."""
    scope = holder.scope
    if scope.machine:
        return "true"
    if scope.union_id is None:
        return "false"
    reach = f"{table}.tier{scope.depth} = %(sight_union)s"
    if not scope.system or scope.system_union_id is None:
        return reach
    around = f"{table}.tier{scope.system_depth} = %(sight_around)s"
    return f"({reach} or ({around} and {table}.system = %(sight_system)s))"


def sight_in_order(holder: HasScope, table: str) -> tuple[str, list[Any]]:
    """`sight` and its values for a statement whose values come in their order."""
    named, values = sight(holder, table), sight_values(holder)
    return NAMED.sub("%s", named), [values[name] for name in NAMED.findall(named)]


def sight_values(holder: HasScope) -> dict[str, Any]:
    scope = holder.scope
    return {
        "sight_union": scope.union_id,
        "sight_around": scope.system_union_id,
        "sight_system": scope.system,
    }
