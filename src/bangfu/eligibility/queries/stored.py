"""The determinations that are stored of the households due, to be compared with those decided."""

from __future__ import annotations

import polars as pl

from ..rules.intervals import CONTENT
from .copying import copied

SCHEMA = {
    "id": pl.Int64,
    "household_id": pl.Int64,
    "holds_from": pl.Date,
    "holds_until": pl.Date,
    "turns_on": pl.Date,
    "is_first": pl.Boolean,
    "from_day": pl.Date,
    "facts_id": pl.Int64,
    "member_facts": pl.String,
    "standard_id": pl.Int64,
    "adoption_id": pl.Int64,
    "hardship_class": pl.String,
    "missing": pl.String,
    "excluded": pl.String,
    "income_fen": pl.Int64,
    "essential_fen": pl.Int64,
    "size": pl.Int64,
    "standard_fen": pl.Int64,
    "rule_set": pl.String,
    "persons": pl.Int64,
}
#: How lists become the text they are compared as; see `deciding.BETWEEN`.
AS_TEXT = {
    "member_facts": "array_to_string(d.member_facts, ',')",
    "missing": "array_to_string(d.missing, chr(31))",
    "excluded": "array_to_string(d.excluded, chr(31))",
}
STORED_SQL = f"""
select d.id, d.household_id, d.holds_from, d.holds_until, d.turns_on, d.follows is null, u.from_day,
  {", ".join(AS_TEXT.get(name, f"d.{name}") for name in CONTENT)}
from eligibility_determination d join pg_temp.due u on u.household_id = d.household_id
where d.household_id between {{first}} and {{last}} and d.holds_until >= u.from_day
"""


def stored(first: int, last: int) -> pl.DataFrame:
    """`SCHEMA`, of all that end on or after the day from which their household is decided."""
    return copied(STORED_SQL.format(first=first, last=last), SCHEMA)
