"""家庭人口 against the persons on file: whoever it counts and nobody brought has an unknown income.

What did not come in is not zero. A household of four of whom one member is on file has two members
whose incomes are not known; where fewer are counted than are on file, it is the size that is not
known. Both evaluators settle this before they decide.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

#: More absent persons than a family has: then the size is what is doubtful, and it is named instead.
MOST_ABSENT = 20


def absent_ordinals(size: int | None, ordinals: Collection[int]) -> tuple[int, ...]:
    """The rows of 家庭成员 that the size counts and that are not there: the first free numbers.

    Args:
        size: 家庭人口, the worker included; None = not known.
        ordinals: of the member rows that are known to exist.
    """
    absent = 0 if size is None else size - 1 - len(ordinals)
    if not 0 < absent <= MOST_ABSENT:
        return ()
    assert size is not None
    free = (ordinal for ordinal in range(1, size) if ordinal not in ordinals)
    return tuple(sorted(free)[:absent])


def is_doubtful(size: int | None, members: int) -> bool:
    """Whether the size contradicts the member rows otherwise than by a few who are absent."""
    return size is not None and not 0 <= size - 1 - members <= MOST_ABSENT


def settle_persons(facts: pl.DataFrame, members: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same for a register.

    Args:
        facts: `household`, `size` and others.
        members: `household`, `ordinal`, `income_fen` of all member rows that are known to exist.

    Returns:
        The facts, a doubtful size null; the members, those who are absent with a null income.
    """
    held = members.group_by("household").agg(held=pl.len().cast(pl.Int64))
    counted = facts.select("household", "size").join(
        held, on="household", how="left", maintain_order="left"
    )
    absent = counted.select(absent=pl.col("size") - 1 - pl.col("held").fill_null(0)).to_series()
    if not (absent != 0).any():  # nearly every register; a null is no contradiction
        return facts, members
    counted = counted.with_columns(absent=absent)
    plausible = pl.col("absent").is_between(0, MOST_ABSENT)
    sizes = counted.select(pl.when(plausible).then("size").alias("size"))["size"]
    rows = _absent_rows(counted.filter(plausible & (pl.col("absent") > 0)), members)
    return facts.with_columns(sizes), pl.concat([members, rows.select(members.columns)])


def _absent_rows(counted: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """One row with an unknown income for each absent person."""
    numbered = counted.select("household", "absent", ordinal=pl.int_ranges(1, pl.col("size")))
    free = numbered.explode("ordinal").join(members, on=["household", "ordinal"], how="anti")
    place = pl.int_range(pl.len()).over("household", order_by="ordinal")
    return free.filter(place < pl.col("absent")).with_columns(income_fen=pl.lit(None, pl.Int64))
