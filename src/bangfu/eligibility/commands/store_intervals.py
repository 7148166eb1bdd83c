"""Write what differs between the decided intervals and the stored ones, and keep what was known.

A scoped table takes no COPY (row-level security), so new rows go to a temporary table by COPY and
on by one INSERT … SELECT, which takes the jurisdiction from the household.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl
from django.db import connection

from bangfu.scope.models import TIERS

from ..models import DeterminationPast
from ..rules.intervals import CONTENT, Differences

LABELS = ("area_code", "area_name", "own_system", "main_cause")
#: Columns of the frame of rows as decided, and their types where they wait.
BROUGHT = {
    "id": "bigint",
    "household_id": "bigint",
    "holds_from": "date",
    "holds_until": "date",
    "turns_on": "date",
    "is_first": "boolean",
    **dict.fromkeys(("facts_id", "standard_id", "adoption_id"), "bigint"),
    **dict.fromkeys(("income_fen", "essential_fen", "standard_fen"), "bigint"),
    **dict.fromkeys(("size", "persons"), "int"),
    **dict.fromkeys(("member_facts", "missing", "excluded"), "text"),
    **dict.fromkeys(("hardship_class", "rule_set", *LABELS), "text"),
}
FROM_TEXT = {
    "member_facts": "string_to_array(n.member_facts, ',')::bigint[]",
    "missing": "string_to_array(n.missing, chr(31))",
    "excluded": "string_to_array(n.excluded, chr(31))",
}
#: Columns of the table that a decision fills → their value in `n`, a row of `pg_temp.decided`.
DECIDED = {name: FROM_TEXT.get(name, f"n.{name}") for name in (*CONTENT, *LABELS)}
SCOPE = (*TIERS, "system")
TEMPORARY = f"""
drop table if exists pg_temp.decided, pg_temp.moved, pg_temp.ended;
create temporary table decided ({", ".join(f"{name} {kind}" for name, kind in BROUGHT.items())})
  on commit drop;
create temporary table moved (id bigint, holds_until date, turns_on date, is_first boolean)
  on commit drop;
create temporary table ended (id bigint, is_gone boolean) on commit drop;
"""
#: Columns that a determination takes along when it becomes a past one.
SHARED = [
    field.attname
    for field in DeterminationPast._meta.concrete_fields
    if field.name not in {"id", "determination_id", "known_until"}
]
KEEP = f"""
insert into eligibility_determinationpast (determination_id, known_until, {", ".join(SHARED)})
select d.decision, %(at)s, {", ".join(f"d.{name}" for name in SHARED)}
from pg_temp.ended e join eligibility_determination d on d.id = e.id
"""
REMOVE = """
delete from eligibility_determination d using pg_temp.ended e where e.id = d.id and e.is_gone
"""
MOVE = """
update eligibility_determination d set holds_until = m.holds_until, turns_on = m.turns_on,
  follows = case when m.is_first then null else d.holds_from end,
  decided_at = case when m.holds_until = d.holds_until then d.decided_at else %(at)s end
from pg_temp.moved m where m.id = d.id
"""
#: In place, so that neither the rows that follow in the chain nor the indexes need a change; with a new
#: number, which stands for one decision.
REPLACE = f"""
update eligibility_determination d
set decision = nextval('eligibility_decision_number'), decided_at = %(at)s,
  holds_until = n.holds_until, turns_on = n.turns_on,
  follows = case when n.is_first then null else d.holds_from end,
  {", ".join(f"{name} = {value}" for name, value in DECIDED.items())}
from pg_temp.decided n where n.id = d.id
"""
INSERT = f"""
insert into eligibility_determination (household_id, file_no, holds_from, holds_until, turns_on,
  follows, decided_at, {", ".join(DECIDED)}, {", ".join(SCOPE)})
select n.household_id, h.file_no, n.holds_from, n.holds_until, n.turns_on,
  case when n.is_first then null else n.holds_from end, %(at)s, {", ".join(DECIDED.values())},
  {", ".join(f"h.{name}" for name in SCOPE)}
from pg_temp.decided n cross join lateral registry_file_of(n.household_id) h
where n.id is null
order by n.household_id, n.holds_from
"""
IN_ORDER = (KEEP, REMOVE, MOVE, REPLACE, INSERT)


def store(differences: Differences) -> int:
    """Write the differences, within the caller's transaction, scope and range lock.

    What was known ends, and what is known now begins, at one moment.

    Returns:
        How many rows were written, past ones included.
    """
    if not differences:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
    _bring("decided", differences.told.select(list(BROUGHT)))
    _bring("moved", differences.moved)
    _bring("ended", differences.ended)
    with connection.cursor() as cursor:
        cursor.execute("analyze pg_temp.decided, pg_temp.moved, pg_temp.ended")
        cursor.execute("select clock_timestamp()")
        (at,) = cursor.fetchone()
        return sum(_written(statement, at) for statement in IN_ORDER)


def _written(statement: str, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at})
        return int(cursor.rowcount)


def _bring(table: str, rows: pl.DataFrame) -> None:
    """COPY rows into a temporary table; texts in quotes, so that an empty one differs from null."""
    if not rows.height:
        return
    written = rows.write_csv(include_header=False, quote_style="non_numeric", null_value="")
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"copy pg_temp.{table} ({', '.join(rows.columns)}) from stdin (format csv)"
        ) as copy,
    ):
        copy.write(written)
