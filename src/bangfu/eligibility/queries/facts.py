"""What reading the register for the rules shares: the columns of a fact, members' numbers, standards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from bangfu.kernel.divisions import places_reaching
from bangfu.standards.enums import StandardKind
from bangfu.standards.queries import StandardInForce, standards_for

from ..rules.inputs import FACTS
from ..rules.units import Unit

FEW = 200  # households that are looked up one by one rather than by hashing the register
INPUTS = {each.name: pl.Boolean if each.unit is Unit.FLAG else pl.Int64 for each in FACTS}


def standards_of(
    codes: Sequence[str], day: date, known_at: datetime | None
) -> dict[str, StandardInForce]:
    """By code. A file without one gets none, and its decision says that the standard is missing."""
    divisions = [code for code in codes if places_reaching(code)]
    answers = standards_for(divisions, day, StandardKind.DIBAO, known_at)
    return {code: each for code, each in answers.items() if isinstance(each, StandardInForce)}


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


def number_apart(ordinal: int, used: set[int]) -> int:
    """The number, or where it is used already the one after the last; it is used from then on."""
    number = max(used) + 1 if ordinal in used else ordinal
    used.add(number)
    return number


def _renumbered(ranked: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    used: dict[int, set[int]] = {}
    for household, ordinal in taken.select("household_id", "ordinal").iter_rows():
        used.setdefault(household, set()).add(ordinal)
    rows = []
    for row in ranked.sort("household_id", "rank", "ordinal").iter_rows(named=True):
        seen = used.setdefault(row["household_id"], set())
        rows.append({**row, "ordinal": number_apart(row["ordinal"], seen)})
    return pl.DataFrame(rows, schema=ranked.schema, orient="row")
