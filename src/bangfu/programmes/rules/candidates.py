"""What a programme says against giving an amount to a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bangfu.kernel.phrases import mark


class Ground(StrEnum):
    """Why a programme does not give. The values are kept with those who were left out."""

    NO_AMOUNT = mark("本批没有该类别的标准")
    NO_CEILING = mark("所在地没有项目上限")
    OVER_TIME = mark("超过每人每次上限")
    OVER_YEAR = mark("超过每人每年上限")
    ALREADY = mark("本季已在其他批次")


#: Times a season, where a programme says nothing else.
ONCE = 1


@dataclass(frozen=True)
class Proposal:
    """What one household is to get of a programme, and what it got already. Money in fen.

    Attributes:
        amount_fen: 0 where nothing is set for its class.
        per_time_fen, per_year_fen: the ceilings in force at its place; None is not known, which is
            not the same as no ceiling.
        given_this_year_fen: to the household or the person, in the calendar year.
        times_in_season: how often the household or the person was given to in the season.
        per_season: how often it may be.
    """

    amount_fen: int
    per_time_fen: int | None
    per_year_fen: int | None
    given_this_year_fen: int = 0
    times_in_season: int = 0
    per_season: int = ONCE


def grounds_against(proposal: Proposal) -> list[Ground]:
    """Every ground against the proposal, so that all are mended at once; empty means that it is given.

    A ceiling itself may be reached, not passed.
    """
    over_time = proposal.per_time_fen is not None and proposal.amount_fen > proposal.per_time_fen
    with_this = proposal.given_this_year_fen + proposal.amount_fen
    over_year = proposal.per_year_fen is not None and with_this > proposal.per_year_fen
    tests = (
        (Ground.NO_AMOUNT, proposal.amount_fen <= 0),
        (Ground.NO_CEILING, proposal.per_time_fen is None or proposal.per_year_fen is None),
        (Ground.OVER_TIME, over_time),
        (Ground.OVER_YEAR, over_year),
        (Ground.ALREADY, proposal.times_in_season >= proposal.per_season),
    )
    return [ground for ground, holds in tests if holds]
