"""Decide households over time: once for each stretch on which nothing that counts changes."""

from __future__ import annotations

from datetime import date

import polars as pl

from ..errors import ImpossibleFact, MemberTwice
from ..rules.intervals import CONTENT, joined, stretches
from ..rules.parameters import read_parameters
from ..rules.register import assess_register
from ..rules.turning import Turns, split_at_turns
from .facts import one_ordinal_each
from .facts_over import FactsOver

#: Copied from the version of the file; told by `facts_id`, so never compared.
LABELS = ("file_no", "area_code", "area_name", "own_system", "main_cause")
#: Stands between the entries of `missing` and `excluded`, which are compared and copied as text.
BETWEEN = "\x1f"


def decide_over(facts: FactsOver, turns: Turns, last: date) -> pl.DataFrame:
    """The intervals of each household, in order.

    Args:
        last: up to this day answers that change by themselves are decided ahead.

    Returns:
        `household_id`, `holds_from`, `holds_until`, `turns_on`, `rules.intervals.CONTENT`, `LABELS`;
        `missing` and `excluded` as text with `BETWEEN`, `member_facts` with commas; amounts in fen
        as `models.Interval` has them.

    Raises:
        ImpossibleFact, MemberTwice: naming the file.
    """
    cut = stretches(facts.versions, facts.places, facts.members)
    cut = split_at_turns(cut, turns, last).with_row_index("stretch")
    members = _members(cut, facts.members)
    judged = cut.join(_held(members), on="stretch", how="left", maintain_order="left").with_columns(
        persons=1 + pl.col("persons").fill_null(0),
        member_facts=pl.col("member_facts").fill_null(""),
    )
    answers = _answers(judged, members, facts)
    kept = ["household_id", "day", "until", "turns_on", "facts_id", "member_facts", "standard_id"]
    grounds = judged.select(*kept, "persons", *LABELS, adoption_id="adoption")
    together = pl.concat([grounds, answers], how="horizontal")
    return joined(together.select("household_id", "day", "until", "turns_on", *CONTENT, *LABELS))


def _members(cut: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Each member's version in force, once for every stretch of its household."""
    spans = cut.select("stretch", "household_id", at="day")
    held = spans.join(members, on="household_id")
    held = held.filter(pl.col("day") <= pl.col("at"), pl.col("at") < pl.col("until"))
    held = held.select("stretch", "member_facts_id", "ordinal", "income_fen", "absent")
    return held.sort("stretch", "ordinal", "member_facts_id")


def _held(members: pl.DataFrame) -> pl.DataFrame:
    """Of each stretch: how many members, and on which versions of them the decision stands."""
    return members.group_by("stretch", maintain_order=True).agg(
        persons=pl.len().cast(pl.Int64),
        member_facts=pl.col("member_facts_id").cast(pl.String).str.join(","),
    )


def _answers(judged: pl.DataFrame, members: pl.DataFrame, facts: FactsOver) -> pl.DataFrame:
    """The rules know a stretch as a household; their refusals are made to name its file."""
    households = judged.rename({"stretch": "household"})
    spans = judged.select("missing_members", household_id="stretch")
    listed = members.select("ordinal", "income_fen", "absent", household_id="stretch")
    listed = one_ordinal_each(listed, spans).rename({"household_id": "household"})
    parameters = {pk: read_parameters(each.parameters) for pk, each in facts.adoptions.items()}
    try:
        decided = assess_register(households, listed, parameters)
    except ImpossibleFact as beyond:
        named = judged["file_no"][int(beyond.household)]
        raise ImpossibleFact(named, beyond.title, beyond.least, beyond.most) from None
    except MemberTwice as twice:
        raise MemberTwice(judged["file_no"][int(twice.household)], twice.ordinal) from None
    texts = [pl.col(name).list.join(BETWEEN) for name in ("missing", "excluded")]
    return (
        decided.drop("household")
        .with_columns(*texts, pl.col("rule_set").fill_null(""))
        .rename({"class": "hardship_class"})
    )
