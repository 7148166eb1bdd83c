"""Write decisions as determinations: COPY to a temporary table, then one INSERT … SELECT.

A scoped table takes no COPY (row-level security), and an INSERT row by row would be the whole cost.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db import connection

#: Column of the frame → column of the table and its type, in the order they are copied.
COLUMNS = {
    "household_id": ("household_id", "bigint"),
    "class": ("hardship_class", "text"),
    "missing": ("missing", "text[]"),
    "excluded": ("excluded", "text[]"),
    "income_fen": ("income_fen", "bigint"),
    "essential_fen": ("essential_fen", "bigint"),
    "size": ("size", "int"),
    "standard_fen": ("standard_fen", "bigint"),
    "rule_set": ("rule_set", "text"),
    "area_code": ("area_code", "text"),
    "area_name": ("area_name", "text"),
    "own_system": ("own_system", "text"),
    "persons": ("persons", "int"),
    "main_cause": ("main_cause", "text"),
    "facts_id": ("facts_id", "bigint"),
}
NAMES = [name for name, _ in COLUMNS.values()]
LISTED = ", ".join(NAMES)
TEMPORARY = f"""
drop table if exists pg_temp.decided;
create temporary table decided ({", ".join(f"{name} {kind}" for name, kind in COLUMNS.values())})
  on commit drop;
"""
MERGE = f"""
insert into eligibility_determination as d (day, stale, assessed_at, {LISTED})
  select %(day)s, false, clock_timestamp(), {LISTED} from pg_temp.decided order by household_id
on conflict (household_id, day) do update set stale = false, assessed_at = excluded.assessed_at,
  {", ".join(f"{name} = excluded.{name}" for name in NAMES[1:])}
"""


def store(day: date, decided: pl.DataFrame) -> int:
    """Insert or renew; within the caller's transaction and scope. Returns how many rows."""
    rows = decided.select(
        pl.col("rule_set").fill_null("") if name == "rule_set" else pl.col(name) for name in COLUMNS
    )
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
        with cursor.copy("copy pg_temp.decided from stdin") as copy:
            for row in rows.iter_rows():
                copy.write_row(row)
        cursor.execute(MERGE, {"day": day})
        return int(cursor.rowcount)
