"""Seasons, and what a programme says against giving."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.programmes.rules.candidates import Ground, Proposal, grounds_against
from bangfu.programmes.rules.season import season_of, year_of

CEILING = 300_000


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2010, 6, 30), date(2009, 7, 1)),
        (date(2010, 7, 1), date(2010, 7, 1)),
        (date(2010, 12, 31), date(2010, 7, 1)),
        (date(2011, 1, 1), date(2010, 7, 1)),
    ],
)
def test_a_winter_is_one_season(day, first):
    assert season_of(day, 7)[0] == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
def test_seasons_cover_every_day_once(day, month):
    first, last = season_of(day, month)
    assert first <= day <= last
    assert season_of(last + timedelta(days=1), month)[0] == last + timedelta(days=1)
    assert year_of(day) == season_of(day)


@given(
    amount=st.integers(0, 3 * CEILING),
    given_before=st.integers(0, 3 * CEILING),
    times=st.integers(0, 4),
    allowed=st.integers(1, 4),
)
def test_a_ceiling_is_kept_to_the_fen(amount, given_before, times, allowed):
    proposal = Proposal(amount, CEILING, 2 * CEILING, given_before, times, allowed)
    grounds = grounds_against(proposal)
    assert (Ground.OVER_TIME in grounds) == (amount > CEILING)
    assert (Ground.OVER_YEAR in grounds) == (given_before + amount > 2 * CEILING)
    assert (Ground.NO_AMOUNT in grounds) == (amount == 0)
    assert (Ground.ALREADY in grounds) == (times >= allowed)


@pytest.mark.parametrize("unknown", ["per_time_fen", "per_year_fen"])
def test_a_ceiling_that_nobody_set_is_not_the_same_as_none(unknown):
    ceilings = {"per_time_fen": CEILING, "per_year_fen": CEILING, unknown: None}
    assert grounds_against(Proposal(1, **ceilings)) == [Ground.NO_CEILING]
