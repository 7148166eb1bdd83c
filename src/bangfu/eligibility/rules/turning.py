"""When an answer may change though no fact, standard or adoption does: at an age, say.

A regime that reads a date names each among its `turns`, and a determination then holds no longer than
until the next of them. Neither of today's regimes reads one, so theirs are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

#: Every rule set → the days on which its answer turns; None is what holds where none is adopted.
Turns = Mapping[str | None, Sequence["Turn"]]


@dataclass(frozen=True)
class Turn:
    """The answer may change `years` after the day that a fact names (an 18th birthday: 18).

    Attributes:
        fact: a date among the facts of the household, by the name of its column.
    """

    fact: str
    years: int


def dates_read(turns: Turns) -> list[str]:
    """The facts that must be read beside the inputs of the rules, each once."""
    return sorted({turn.fact for each in turns.values() for turn in each})


def next_turns(turns: Iterable[Turn], facts: pl.DataFrame) -> pl.Series:
    """The first day after `day` on which each row's answer may change; null = never.

    Args:
        facts: `day`, and a date for each fact that `turns` names; one that is not known turns nothing.
    """
    never = pl.lit(None, pl.Date)
    return facts.select(day=pl.min_horizontal(never, *map(_after, turns)))["day"]


def _after(turn: Turn) -> pl.Expr:
    reached = pl.col(turn.fact).dt.offset_by(f"{turn.years}y")
    return pl.when(reached > pl.col("day")).then(reached)


def split_at_turns(stretches: pl.DataFrame, turns: Turns, last: date) -> pl.DataFrame:
    """Cut what lasts from `day` to `until` at every turn up to `last`; what comes later ends there.

    Args:
        stretches: `household_id`, `day`, `until`, `rule_set` and the dates; without gaps, in order.

    Returns:
        The same with `turns_on`: the day behind `last` on which the household's stretches end, on
        the last of them, to be decided when it comes near; null on all others.
    """
    if not dates_read(turns):
        return stretches.with_columns(turns_on=pl.lit(None, pl.Date))
    whole, rest = [], stretches
    while rest.height:
        turned = _turned(rest, turns)
        is_cut = pl.col("turn") < pl.col("until")
        is_near = pl.col("turn") <= last
        ended = pl.when(is_cut).then("turn").otherwise("until").alias("until")
        whole.append(turned.with_columns(ended, turns_on=pl.when(is_cut & ~is_near).then("turn")))
        rest = turned.filter(is_cut & is_near).with_columns(day="turn").drop("turn")
    together = pl.concat(whole).drop("turn").sort("household_id", "day")
    ends = pl.col("turns_on").is_not_null().cast(pl.Int32)
    return together.filter((ends.cum_sum() - ends).over("household_id") == 0)


def _turned(stretches: pl.DataFrame, turns: Turns) -> pl.DataFrame:
    names = stretches["rule_set"].unique().to_list()
    parts = [stretches.filter(pl.col("rule_set").eq_missing(name)) for name in names]
    return pl.concat(
        part.with_columns(turn=next_turns(turns[name], part))
        for name, part in zip(names, parts, strict=True)
    )
