"""An earmark is kept in direction, place, class and day; every breach is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bangfu.funds.rules.restrictions import RESTRICTIONS, Breach, Earmark, Use, breaches

EARMARK = Earmark(7, "440900", frozenset({"低保户"}), date(2010, 10, 31))
USE = Use(7, "440981", date(2010, 11, 8), "低保户")


@pytest.mark.parametrize(
    "use",
    [
        USE,
        replace(USE, area_code="440900"),
        replace(USE, day=date(2010, 10, 31)),
        replace(USE, hardship_class=None),
    ],
)
def test_what_the_money_is_for_may_be_paid(use):
    assert breaches(EARMARK, [use]) == {}


@pytest.mark.parametrize(
    ("changed", "breach"),
    [
        ({"programme_id": 8}, Breach.DIRECTION),
        ({"area_code": "441000"}, Breach.PLACE),
        ({"area_code": "440000"}, Breach.PLACE),
        ({"area_code": ""}, Breach.PLACE),
        ({"hardship_class": "低保边缘户"}, Breach.CLASS),
        ({"day": date(2010, 10, 30)}, Breach.BEFORE_OPENING),
    ],
)
def test_each_breach_alone(changed, breach):
    use = replace(USE, **changed)
    assert breaches(EARMARK, [USE, use]) == {use: [breach]}


def test_every_breach_is_told_at_once():
    use = Use(8, "441000", date(2009, 1, 1), "不符合")
    assert breaches(EARMARK, [use]) == {use: list(Breach)}


def test_every_word_has_its_restriction():
    assert list(RESTRICTIONS) == list(Breach)
