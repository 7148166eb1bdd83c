"""Expenses that nobody was asked for: the table that brought the household has no such column.

A blank cell claims nothing. Where there was no cell, the expense is unknown, and it matters only if a
larger one could change the class. So the decision is asked again with the largest that there may be,
one expense after the other; those that change it are what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.inputs import FACTS, MOST_FEN

CLAIMS = tuple(each for each in FACTS if each.is_claim)
#: What is part of another amount can't be more than that.
WITHIN = {"compulsory_education_fen": "education_fen", "compensation_fen": "loss_fen"}


def largest(name: str, amounts: Mapping[str, int | None]) -> int:
    """The largest that an unknown expense of the household may be, in fen."""
    return (amounts[WITHIN[name]] or 0) if name in WITHIN else MOST_FEN


def deciding_claims(
    facts: pl.DataFrame, classes: pl.Series, decide: Callable[[pl.DataFrame], pl.Series]
) -> pl.Series:
    """For each household the titles of the expenses that nobody asked for and that could change its class.

    Args:
        facts: `unasked`, the names of such expenses, and all facts that `decide` reads.
        classes: of the same rows, decided without those expenses.
        decide: the classes of other facts, by the same rules.
    """
    titles: list[list[str]] = [[] for _ in range(facts.height)]
    rows = facts.with_row_index("place").with_columns(classes.alias("class"))
    rows = rows.filter(
        pl.col("unasked").list.len() > 0, pl.col("class") != HardshipClass.UNRESOLVED.value
    )
    for claim in CLAIMS:
        of_claim = rows.filter(pl.col("unasked").list.contains(claim.name))
        if not of_claim.height:
            continue
        within = WITHIN.get(claim.name)
        most = pl.col(within).fill_null(0) if within else pl.lit(MOST_FEN, pl.Int64)
        others = decide(of_claim.with_columns(most.alias(claim.name)))
        for place in of_claim.filter(others != of_claim["class"])["place"]:
            titles[place].append(claim.title)
    return pl.Series("deciding", titles, pl.List(pl.String))
