"""Decide a register on the facts of a day; nothing is stored here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import polars as pl

from ..rules.parameters import read_parameters
from ..rules.register import RESULT_COLUMNS, assess_register
from .facts import RegisterFacts, register_facts

#: What is kept of a decision beside the decision itself: where and whose it was that day.
PLACE_COLUMNS = (
    "household_id",
    "facts_id",
    "file_no",
    "union_id",
    "area_code",
    "area_name",
    "own_system",
    "main_cause",
    "persons",
)
DECISION_COLUMNS = RESULT_COLUMNS[1:]


def assess(
    day: date,
    *,
    household_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> pl.DataFrame:
    """Decide every household on file that day which the running transaction sees.

    Args:
        known_at: facts, standards and rules as recorded by then; None = as known now.

    Returns:
        `PLACE_COLUMNS` and `DECISION_COLUMNS`, one row a household by file number; amounts in fen.
    """
    return decide(register_facts(day, known_at, household_ids))


def decide(facts: RegisterFacts) -> pl.DataFrame:
    """The same on facts that were read already."""
    households = facts.households.rename({"household_id": "household"})
    members = facts.members.rename({"household_id": "household"})
    parameters = {each.pk: read_parameters(each.parameters) for each in facts.adoptions.values()}
    decided = assess_register(households, members, parameters)
    kept = [facts.households.select(PLACE_COLUMNS), decided.select(DECISION_COLUMNS)]
    return pl.concat(kept, how="horizontal").sort("file_no")
