"""The register as frames: what held on a day, as known at a time, with its place's values beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from bangfu.kernel.divisions import places_reaching
from bangfu.standards.enums import StandardKind
from bangfu.standards.queries import StandardInForce, standards_for

from ..models import RuleAdoption
from ..rules.inputs import FACTS
from ..rules.units import Unit
from .adoptions import adoptions_for
from .planning import in_bulk

FEW = 200  # households that are looked up one by one rather than by hashing the register
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
INPUTS = {each.name: pl.Boolean if each.unit is Unit.FLAG else pl.Int64 for each in FACTS}
MEMBERS = {
    "household_id": pl.Int64,
    "ordinal": pl.Int64,
    "income_fen": pl.Int64,
    "absent": pl.Boolean,
}

AS_KNOWN = "coalesce(%(known_at)s::timestamptz, 'infinity'), %(ids)s::bigint[]"
HOUSEHOLDS_SQL = f"""
select f.household_id, f.id, h.file_no, f.union_id, f.area_code, f.area_name, f.own_system,
  f.main_cause, f.missing_members, f.unasked, {", ".join(f"f.{name}" for name in INPUTS)}
from registry_register_in_force(%(day)s, {AS_KNOWN}) f
cross join lateral registry_file_of(f.household_id) h
where h.opened_on <= %(day)s
order by f.household_id
"""
MEMBERS_SQL = f"""
select f.household_id, f.ordinal, f.income_fen, f.absent
from registry_register_members_in_force(%(day)s, {AS_KNOWN}) f
order by f.membership_id
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


def register_facts(
    day: date, known_at: datetime | None = None, household_ids: Collection[int] | None = None
) -> RegisterFacts:
    """Read the households on file that day which the running transaction sees.

    Args:
        known_at: facts, standards and rules as recorded by then; None = as known now.
        household_ids: only these; None = all.
    """
    many = household_ids is None or len(household_ids) > FEW
    with in_bulk() if many else nullcontext():
        return _read(day, known_at, household_ids)


def _read(
    day: date, known_at: datetime | None, household_ids: Collection[int] | None
) -> RegisterFacts:
    asked = {
        "day": day,
        "known_at": known_at,
        "ids": None if household_ids is None else list(household_ids),
    }
    households = _frame(HOUSEHOLDS_SQL, asked, {**LABELS, **INPUTS})
    # A member may have joined before the day that the file was opened on.
    joined = _frame(MEMBERS_SQL, asked, MEMBERS).join(households, on="household_id", how="semi")
    members = one_ordinal_each(joined, households)
    codes = households["area_code"].unique().to_list()
    standards = _standards(codes, day, known_at)
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


def _standards(
    codes: Sequence[str], day: date, known_at: datetime | None
) -> dict[str, StandardInForce]:
    """By code. A file without one gets none, and its decision says that the standard is missing."""
    divisions = [code for code in codes if places_reaching(code)]
    answers = standards_for(divisions, day, StandardKind.DIBAO, known_at)
    return {code: each for code, each in answers.items() if isinstance(each, StandardInForce)}


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


def one_ordinal_each(members: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """Number members anew who share a row number with another, from the household's last row on.

    Somebody absent from the newest list keeps the row number of the last list that had them, where
    by now another may stand. Both are members, and each must be named apart.

    Args:
        members: `household_id`, `ordinal`, `absent` and what else is carried along.
        households: `household_id`, `missing_members`.

    Returns:
        The members without `absent`.
    """
    taken = households.select("household_id", ordinal="missing_members").explode("ordinal")
    taken = taken.filter(pl.col("ordinal").is_not_null()).with_columns(rank=-1)
    ranked = members.with_columns(rank=pl.col("absent").cast(pl.Int32))
    key = ["household_id", "ordinal"]
    together = pl.concat(
        [ranked.select(*key, "rank"), taken.select(*key, "rank")], how="vertical_relaxed"
    )
    if not together.select(pl.struct(key).is_duplicated().any()).item():
        return members.drop("absent")
    return _renumbered(ranked, taken).drop("absent", "rank")


def _renumbered(ranked: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    used: dict[int, set[int]] = {}
    for household, ordinal in taken.select("household_id", "ordinal").iter_rows():
        used.setdefault(household, set()).add(ordinal)
    rows = []
    for row in ranked.sort("household_id", "rank", "ordinal").iter_rows(named=True):
        seen = used.setdefault(row["household_id"], set())
        if row["ordinal"] in seen:
            row["ordinal"] = max(seen) + 1
        seen.add(row["ordinal"])
        rows.append(row)
    return pl.DataFrame(rows, schema=ranked.schema, orient="row")
