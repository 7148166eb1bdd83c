"""From stretches to determinations: where a household's answer may differ, and where it does.

Pure frames; a stretch or an interval lasts from a day until, not including, another.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

#: What a determination stands on and what it says; rows alike in all of it are one interval.
STANDS_ON = ("facts_id", "member_facts", "standard_id", "adoption_id")
SAYS = (
    "hardship_class",
    "missing",
    "excluded",
    "income_fen",
    "essential_fen",
    "size",
    "standard_fen",
    "rule_set",
    "persons",
)
CONTENT = (*STANDS_ON, *SAYS)


def stretches(versions: pl.DataFrame, places: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Cut each version at every day on which its place's values or the household's members change.

    Args:
        versions: `household_id`, `area_code`, `day`, `until`, and what else is to be carried along.
        places: `area_code`, `place_day`, `place_until`, and the same.
        members: `household_id`, `day`, `until`.

    Returns:
        Without gaps from each household's first day on, in order.
    """
    placed = versions.join(places, on="area_code").with_columns(
        day=pl.max_horizontal("day", "place_day"), until=pl.min_horizontal("until", "place_until")
    )
    placed = placed.filter(pl.col("day") < pl.col("until")).drop("place_day", "place_until")
    placed = placed.sort("household_id", "day").with_row_index("stretch")
    days = [
        placed.select("household_id", "day", "stretch"),
        *(
            members.select(
                "household_id", pl.col(name).alias("day"), stretch=pl.lit(None, pl.UInt32)
            )
            for name in ("day", "until")
        ),
    ]
    points = pl.concat(days).sort("household_id", "day", "stretch", nulls_last=True)
    points = points.unique(["household_id", "day"], keep="first", maintain_order=True)
    return _carried(points, placed)


def _carried(points: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Each point within its stretch, until the next point or the stretch's end."""
    within = points.with_columns(pl.col("stretch").forward_fill().over("household_id"))
    within = within.filter(pl.col("stretch").is_not_null())  # else before the first day on file
    carried = within.join(placed.drop("household_id", "day"), on="stretch", maintain_order="left")
    following = pl.col("day").shift(-1).over("household_id")
    ends = pl.min_horizontal("until", following)
    return carried.with_columns(until=ends).filter(pl.col("day") < pl.col("until")).drop("stretch")


def joined(decided: pl.DataFrame) -> pl.DataFrame:
    """Join neighbours that are alike in `CONTENT`.

    Args:
        decided: `household_id`, `day`, `until`, `turns_on`, `CONTENT` and labels; in order.

    Returns:
        The same with `holds_from` and `holds_until` in place of `day` and `until`.
    """
    is_same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(name).shift()) for name in ("household_id", *CONTENT)
    )
    is_next = (pl.col("day") == pl.col("until").shift()).fill_null(False)
    numbered = decided.with_columns(interval=(~(is_same & is_next)).cum_sum())
    ends = numbered.group_by("interval", maintain_order=True).agg(
        pl.col("until").last().alias("holds_until"), pl.col("turns_on").last()
    )
    first = numbered.unique("interval", keep="first", maintain_order=True)
    firsts = first.drop("interval", "until", "turns_on").rename({"day": "holds_from"})
    return pl.concat([firsts, ends.drop("interval")], how="horizontal")


@dataclass(frozen=True)
class Differences:
    """What must be written so that the stored intervals become the decided ones.

    Attributes:
        ended: `id` of stored rows that are no longer known so; `is_gone` where none begins that day.
        moved: `id`, `holds_until`, `turns_on`, `is_first` of stored rows that hold for another time.
        told: rows as decided, with `is_first`; `id` of the stored row in whose place one comes that
            begins on the same day, null for one to insert.
    """

    ended: pl.DataFrame
    moved: pl.DataFrame
    told: pl.DataFrame

    def __bool__(self) -> bool:
        return bool(self.ended.height or self.moved.height or self.told.height)


def differences(decided: pl.DataFrame, stored: pl.DataFrame) -> Differences:
    """Compare the intervals of households from a day on with those that are stored.

    Args:
        decided: as `joined` returns them, from each household's day on.
        stored: `id`, `household_id`, `holds_from`, `holds_until`, `turns_on`, `is_first`, `from_day`
            (the day it is decided from) and `CONTENT`, of all that end on that day or after it.
    """
    wanted = _wanted(decided, stored)
    key = ["household_id", "holds_from"]
    matched = wanted.join(stored, on=key, how="left", suffix="_stored", maintain_order="left")
    is_stored = pl.col("id").is_not_null()
    is_alike = is_stored & _alike("_stored")
    timing = ("holds_until", "turns_on", "is_first")
    is_moved = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"{name}_stored")) for name in timing
    )
    is_shifted = pl.col("holds_until") != pl.col("holds_until_stored")
    gone = stored.join(matched.filter(is_stored), on="id", how="anti").select("id")
    replaced = matched.filter(is_stored, ~is_alike | is_shifted).select("id")
    return Differences(
        pl.concat(
            [gone.with_columns(is_gone=pl.lit(True)), replaced.with_columns(is_gone=pl.lit(False))]
        ),
        matched.filter(is_alike, is_moved).select("id", *timing),
        matched.filter(~is_alike).select("id", *wanted.columns).sort(key),
    )


def _wanted(decided: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The decided rows, and what is left of the one before them in each household."""
    before = stored.filter(pl.col("holds_from") < pl.col("from_day"))
    led = _led(decided, before)
    cut = led.filter(pl.col("leads") & ~pl.col("goes_on") & pl.col("id").is_not_null())
    left = before.join(cut.select("household_id", end="holds_from"), on="household_id")
    left = left.with_columns(holds_until="end", turns_on=pl.lit(None, pl.Date))
    columns = ["household_id", "holds_from", "holds_until", "turns_on", "is_first", *CONTENT]
    led = led.with_columns(holds_from="begins").select(*decided.columns, "is_first")
    return pl.concat([led, left.select(columns)], how="diagonal")


def _led(decided: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """A household's first decided row begins with the stored one that it merely goes on."""
    household, has_before = pl.col("household_id"), pl.col("id").is_not_null()
    marked = decided.with_columns(leads=~household.eq_missing(household.shift()))
    led = marked.join(before, on="household_id", how="left", suffix="_run", maintain_order="left")
    led = led.with_columns(goes_on=pl.col("leads") & has_before & _alike("_run"))
    begins = pl.when("goes_on").then("holds_from_run").otherwise("holds_from")
    is_first = pl.when("goes_on").then("is_first").otherwise(pl.col("leads") & ~has_before)
    return led.with_columns(begins=begins, is_first=is_first)


def _alike(suffix: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}{suffix}")) for name in CONTENT)
