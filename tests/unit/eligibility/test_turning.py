"""An answer may change on a day on which no fact does; none of today's rule sets has such a day."""

from datetime import date

import polars as pl
import pytest

from bangfu.eligibility.enums import RuleSetName
from bangfu.eligibility.errors import RegimeMissing
from bangfu.eligibility.rules import regime_2016, regime_2021
from bangfu.eligibility.rules.catalogue import TURNS
from bangfu.eligibility.rules.regimes import Regime, by_name
from bangfu.eligibility.rules.turning import Turn, dates_read, next_turns, split_at_turns

SIXTY, EIGHTEEN = Turn("birth_date", 60), Turn("child_born", 18)
AGES = {None: (), "2016": (SIXTY, EIGHTEEN), "2021": ()}
FOR_GOOD = date(9999, 12, 31)
LAST = date(2012, 1, 1)


def stretches(*rows: tuple[int, date, date, str | None, date | None, date | None]) -> pl.DataFrame:
    dates = dict.fromkeys(("day", "until"), pl.Date)
    born = dict.fromkeys(("birth_date", "child_born"), pl.Date)
    schema = {"household_id": pl.Int64, **dates, "rule_set": pl.String, **born}
    return pl.DataFrame(rows, schema=schema, orient="row")


def split(*rows, turns=AGES) -> list[tuple[object, ...]]:
    parts = split_at_turns(stretches(*rows), turns, LAST)
    return parts.select("household_id", "day", "until", "turns_on").rows()


@pytest.mark.parametrize(
    ("day", "turns_on"),
    [
        (date(2010, 5, 1), date(2010, 6, 15)),
        (date(2010, 6, 14), date(2010, 6, 15)),
        (date(2010, 6, 15), date(2011, 2, 28)),  # the day itself is behind
        (date(2011, 2, 28), None),
    ],
)
def test_the_next_turn_is_the_first_birthday_after_the_day(day, turns_on):
    facts = pl.DataFrame(
        {"day": [day], "birth_date": [date(1950, 6, 15)], "child_born": [date(1993, 2, 28)]}
    )
    assert next_turns((SIXTY, EIGHTEEN), facts).to_list() == [turns_on]


def test_a_29_of_february_turns_on_the_28_where_there_is_none():
    facts = pl.DataFrame({"day": [date(2010, 1, 1)], "child_born": [date(1992, 2, 29)]})
    facts = pl.concat([facts, facts.with_columns(child_born=date(1993, 3, 1))])
    assert next_turns((EIGHTEEN,), facts).to_list() == [date(2010, 2, 28), date(2011, 3, 1)]


def test_a_date_that_is_not_known_turns_nothing():
    nobody = {"birth_date": pl.Series([None], dtype=pl.Date)}
    assert next_turns((SIXTY,), pl.DataFrame({"day": [date(2010, 1, 1)], **nobody})).to_list() == [
        None
    ]


def test_what_lasts_is_cut_at_every_turn_that_is_near():
    row = (1, date(2010, 1, 1), FOR_GOOD, "2016", date(1950, 6, 15), date(1993, 3, 1))
    assert split(row) == [
        (1, date(2010, 1, 1), date(2010, 6, 15), None),
        (1, date(2010, 6, 15), date(2011, 3, 1), None),
        (1, date(2011, 3, 1), FOR_GOOD, None),
    ]


def test_what_turns_later_ends_there_with_all_that_follows():
    late = date(1952, 1, 2)
    rows = [
        (1, date(2010, 1, 1), date(2013, 1, 1), "2016", late, None),
        (1, date(2013, 1, 1), FOR_GOOD, "2016", late, None),
        (2, date(2010, 1, 1), FOR_GOOD, "2016", None, None),
    ]
    assert split(*rows) == [
        (1, date(2010, 1, 1), date(2012, 1, 2), date(2012, 1, 2)),
        (2, date(2010, 1, 1), FOR_GOOD, None),
    ]


def test_each_rule_set_turns_on_its_own_days():
    born = date(1950, 6, 15)
    rows = [
        (1, date(2010, 1, 1), FOR_GOOD, "2021", born, None),
        (2, date(2010, 1, 1), FOR_GOOD, None, born, None),
        (3, date(2010, 1, 1), FOR_GOOD, "2016", born, None),
    ]
    assert [household for household, *_rest in split(*rows)] == [1, 2, 3, 3]


def test_a_turn_behind_the_stretch_cuts_nothing():
    row = (1, date(2010, 1, 1), date(2010, 6, 15), "2016", date(1950, 6, 15), None)
    assert split(row) == [(1, date(2010, 1, 1), date(2010, 6, 15), None)]


def test_every_rule_set_says_its_turns_and_todays_have_none():
    assert set(TURNS) == {None, *(name.value for name in RuleSetName)}
    assert dates_read(TURNS) == []
    assert dates_read(AGES) == ["birth_date", "child_born"]
    row = (1, date(2010, 1, 1), FOR_GOOD, "2016", date(1950, 6, 15), None)
    assert split(row, turns=TURNS) == [(1, date(2010, 1, 1), FOR_GOOD, None)]


def test_a_regime_that_names_no_turns_does_not_load():
    with pytest.raises(TypeError, match="turns"):
        Regime(RuleSetName.REGIME_2016, regime_2016.REGIME.rules)


def test_a_rule_set_that_no_regime_judges_by_does_not_load():
    assert set(by_name(regime_2016.REGIME, regime_2021.REGIME)) == set(RuleSetName)
    with pytest.raises(RegimeMissing) as refused:
        by_name(regime_2016.REGIME)
    assert refused.value.names == ("2021",)


def test_what_has_no_turns_named_is_not_taken_to_have_none():
    row = (1, date(2010, 1, 1), FOR_GOOD, "2021", date(1950, 6, 15), None)
    with pytest.raises(KeyError):
        split(row, turns={"2016": (SIXTY,)})
