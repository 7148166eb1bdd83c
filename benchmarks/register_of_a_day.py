"""The plain way: the whole register of one day in frames, to hold what is stored against.

Whoever imports it has set up Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from bangfu.eligibility.models import RuleAdoption
from bangfu.eligibility.queries.adoptions import adoptions_for
from bangfu.eligibility.queries.facts import INPUTS, one_ordinal_each, standards_of
from bangfu.eligibility.queries.planning import in_bulk
from bangfu.standards.queries import StandardInForce

LABELS = {
    "household_id": pl.Int64,
    "facts_id": pl.Int64,
    "file_no": pl.String,
    "union_id": pl.Int64,
    "area_code": pl.String,
    "area_name": pl.String,
    "own_system": pl.String,
    "main_cause": pl.String,
    "missing_members": pl.List(pl.Int64),
    "unasked": pl.List(pl.String),
}
MEMBERS = {
    "household_id": pl.Int64,
    "ordinal": pl.Int64,
    "income_fen": pl.Int64,
    "absent": pl.Boolean,
}

AS_KNOWN = "coalesce(%(known_at)s::timestamptz, 'infinity'), null"
HOUSEHOLDS_SQL = f"""
select f.household_id, f.id, h.file_no, f.union_id, f.area_code, f.area_name, f.own_system,
  f.main_cause, f.missing_members, f.unasked, {", ".join(f"f.{name}" for name in INPUTS)}
from registry_register_in_force(%(day)s, {AS_KNOWN}) f
cross join lateral registry_file_of(f.household_id) h
where h.opened_on <= %(day)s
order by f.household_id
"""
MEMBERS_SQL = """
select distinct on (f.membership_id) f.household_id, f.ordinal, f.income_fen, f.absent
from registry_memberfacts f join registry_membership m on m.id = f.membership_id
where f.held_from <= %(day)s and f.recorded_at <= coalesce(%(known_at)s::timestamptz, 'infinity')
  and m.held_from <= %(day)s and (m.held_until is null or m.held_until >= %(day)s)
order by f.membership_id, f.held_from desc, f.id desc
"""


@dataclass(frozen=True)
class RegisterFacts:
    """What a register is judged on.

    Attributes:
        households: `LABELS` and `INPUTS`, `persons`, `standard_fen`, `rule_set`, `adoption`; one row
            a household on file that day, by its id. Amounts in fen, of the time that `rules.inputs`
            says; null is not known, of `rule_set` and `adoption` none.
        members: `household_id`, `ordinal` (unique within the household), `income_fen` a month.
        standards, adoptions: what is in force, by 行政区划代码; a code without one is absent.
    """

    households: pl.DataFrame
    members: pl.DataFrame
    standards: dict[str, StandardInForce]
    adoptions: dict[str, RuleAdoption]


def register_facts(day: date, known_at: datetime | None = None) -> RegisterFacts:
    """Read the households on file that day which the running transaction sees.

    Args:
        known_at: facts, standards and rules as recorded by then; None = as known now.
    """
    with in_bulk():
        return _read(day, known_at)


def _read(day: date, known_at: datetime | None) -> RegisterFacts:
    asked = {"day": day, "known_at": known_at}
    households = _frame(HOUSEHOLDS_SQL, asked, {**LABELS, **INPUTS})
    # A member may have joined before the day that the file was opened on.
    joined = _frame(MEMBERS_SQL, asked, MEMBERS).join(households, on="household_id", how="semi")
    members = one_ordinal_each(joined, households)
    codes = households["area_code"].unique().to_list()
    standards = standards_of(codes, day, known_at)
    adopted = adoptions_for(codes, day, known_at)
    placed = households.join(_members_held(members), on="household_id", how="left")
    placed = placed.with_columns(persons=1 + pl.col("persons").fill_null(0))
    places = _places(codes, standards, adopted)
    return RegisterFacts(
        placed.join(places, on="area_code", how="left", maintain_order="left"),
        members,
        standards,
        adopted,
    )


def _frame(sql: str, asked: dict[str, Any], schema: dict[str, Any]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def _members_held(members: pl.DataFrame) -> pl.DataFrame:
    return members.group_by("household_id").agg(persons=pl.len().cast(pl.Int64))


def _places(
    codes: Sequence[str], standards: dict[str, StandardInForce], adopted: dict[str, RuleAdoption]
) -> pl.DataFrame:
    rows = [
        (
            code,
            standards[code].amount_fen if code in standards else None,
            adopted[code].rule_set if code in adopted else None,
            adopted[code].pk if code in adopted else None,
        )
        for code in codes
    ]
    schema = {
        "area_code": pl.String,
        "standard_fen": pl.Int64,
        "rule_set": pl.String,
        "adoption": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
