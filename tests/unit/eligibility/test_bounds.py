"""Absurd input is refused before any arithmetic, by both evaluators, and named."""

from collections.abc import Callable

import polars as pl
import pytest
from household_cases import Case, L, decide, family, frames, members

from bangfu.eligibility.errors import FrameRefused, ImpossibleFact, MemberTwice, UnknownRuleSet
from bangfu.eligibility.rules.facts import JudgedStandard
from bangfu.eligibility.rules.inputs import FACTS, MOST_FEN, MOST_PERSONS, MOST_STANDARD_FEN
from bangfu.eligibility.rules.register import assess_register
from bangfu.eligibility.rules.units import Unit

COUNTED = {each.name: each for each in FACTS if each.unit is not Unit.FLAG}


@pytest.mark.parametrize("name", COUNTED)
def test_a_fact_out_of_bounds_is_refused_and_the_bound_itself_is_not(name: str) -> None:
    each = COUNTED[name]
    least = 1 if name == "size" else 0
    households, listed, known = frames([Case(family())])
    for value in (least - 1, each.greatest + 1):
        with pytest.raises(ImpossibleFact) as refusal:
            family(**{name: value})
        assert refusal.value.title == each.title
        wrong = households.with_columns(pl.lit(value, pl.Int64).alias(name))
        with pytest.raises(ImpossibleFact) as refusal:
            assess_register(wrong, listed, known)
        assert (refusal.value.title, refusal.value.household) == (each.title, "0")
    for value in (least, each.greatest):
        assert decide(family(**{name: value})).missing == ()


@pytest.mark.parametrize("income", [-1, MOST_FEN + 1])
def test_a_members_income_out_of_bounds_is_refused(income: int) -> None:
    with pytest.raises(ImpossibleFact):
        family(members=members(income))
    households, _, known = frames([Case(family())])
    listed = pl.DataFrame({"household": ["0"], "ordinal": [1], "income_fen": [income]})
    with pytest.raises(ImpossibleFact):
        assess_register(households, listed, known)


@pytest.mark.parametrize("standard", [-1, 0, MOST_STANDARD_FEN + 1])
def test_a_standard_out_of_bounds_is_refused(standard: int) -> None:
    with pytest.raises(ImpossibleFact):
        JudgedStandard(standard)
    households, listed, known = frames([Case(family())])
    with pytest.raises(ImpossibleFact):
        assess_register(households.with_columns(standard_fen=standard), listed, known)


def test_the_greatest_amounts_of_all_do_not_overflow() -> None:
    """Both evaluators agree (`decide`); the second computes without bounds."""
    most = {each.name: each.greatest for each in COUNTED.values()}
    everybody = family(**{**most, "homes": 1}, members=members(*[MOST_FEN] * (MOST_PERSONS - 1)))
    for standard in (1, L, MOST_STANDARD_FEN):
        assert decide(everybody, standard=JudgedStandard(standard)).missing == ()


def test_too_many_members_are_refused() -> None:
    with pytest.raises(ImpossibleFact):
        family(members=members(*[0] * (MOST_PERSONS + 1)))
    households, _, known = frames([Case(family())])
    many = pl.DataFrame({"ordinal": range(1, MOST_PERSONS + 2)}).select(
        pl.lit("0").alias("household"), "ordinal", pl.lit(0).alias("income_fen")
    )
    with pytest.raises(ImpossibleFact):
        assess_register(households, many, known)


def test_a_member_twice_is_refused() -> None:
    with pytest.raises(MemberTwice):
        family(members=members(1, 2), missing_members=(2,))
    households, listed, known = frames([Case(family(members=members(1, 2)))])
    for twice in (pl.concat([listed, listed]), pl.concat([listed, listed.tail(1)])):
        with pytest.raises(MemberTwice):
            assess_register(households, twice, known)


FrameChange = Callable[[pl.DataFrame], pl.DataFrame]
WRONG_FRAMES: dict[str, tuple[str, FrameChange]] = {
    "a column is absent": ("homes", lambda frame: frame.drop("homes")),
    "money is a float": ("loss_fen", lambda frame: frame.with_columns(loss_fen=0.5)),
    "a flag is a number": ("vehicle", lambda frame: frame.with_columns(vehicle=1)),
    "a rule set is a number": ("rule_set", lambda frame: frame.with_columns(rule_set=2016)),
    "a household twice": ("household", lambda frame: pl.concat([frame, frame])),
    "parameters nowhere": ("adoption", lambda frame: frame.with_columns(adoption=99)),
}


@pytest.mark.parametrize("name", WRONG_FRAMES)
def test_a_register_of_another_shape_is_refused(name: str) -> None:
    column, change = WRONG_FRAMES[name]
    households, listed, known = frames([Case(family())])
    with pytest.raises(FrameRefused) as refusal:
        assess_register(change(households), listed, known)
    assert refusal.value.column == column


def test_a_member_of_no_household_is_refused() -> None:
    households, listed, known = frames([Case(family(members=members(1)))])
    with pytest.raises(FrameRefused):
        assess_register(households, listed.with_columns(household=pl.lit("nobody")), known)


def test_a_rule_set_that_does_not_exist_is_refused() -> None:
    households, listed, known = frames([Case(family())])
    with pytest.raises(UnknownRuleSet):
        assess_register(households.with_columns(rule_set=pl.lit("2030")), listed, known)


def test_an_empty_register_is_an_empty_result() -> None:
    result = assess_register(*frames([]))
    assert result.height == 0
    assert result.columns == assess_register(*frames([Case(family())])).columns
