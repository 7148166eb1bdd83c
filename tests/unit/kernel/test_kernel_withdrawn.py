"""Divisions that are no more: until when, and what the place is since, by the table alone."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from bangfu import kernel
from bangfu.kernel.withdrawn import Withdrawn, withdrawn

TABLE = Path(kernel.__file__).parent / "withdrawn_divisions.csv"
DAY = date(2010, 10, 31)


@pytest.mark.parametrize(
    ("code", "name", "gone_in", "successor", "successor_name"),
    [
        ("440182", "花都市", 2000, "440114", "花都区"),
        ("442121", "琼山县", 1988, "460107", "琼山区"),  # Guangdong's, since Hainan's
        ("513525", "彭水苗族土家族自治县", 1997, "500243", "彭水苗族土家族自治县"),
        ("440102", "东山区", 2005, "", ""),  # joined to another: no one code is its place
    ],
)
def test_a_code_that_is_gone_says_since_when_and_what_its_place_is(
    code, name, gone_in, successor, successor_name
):
    assert withdrawn(code, DAY) == Withdrawn(code, name, gone_in, successor, successor_name)


def test_a_place_is_followed_as_far_as_the_day():
    """增城县, a city from 1993, which got another code in 1994 and is a district since 2014."""
    told = {
        day: (gone.successor, gone.successor_name)
        for day in (date(1993, 12, 31), DAY, date(2020, 1, 1))
        if (gone := withdrawn("440125", day))
    }
    assert told == {
        date(1993, 12, 31): ("449017", "增城市"),
        DAY: ("440183", "增城市"),
        date(2020, 1, 1): ("440118", "增城区"),
    }


def test_what_is_listed_or_unknown_is_not_gone():
    assert withdrawn("440923", DAY) is None  # 电白县 until 2014
    assert withdrawn("440923", date(2014, 12, 30)) is None
    assert withdrawn("440923", date(2014, 12, 31)) is not None
    assert [withdrawn(code, DAY) for code in ("440981", "449901", "379901", "000000", "")] == [
        None
    ] * 5


def test_the_table_is_of_codes_once_each_and_no_place_follows_itself():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert len(codes) > 3_000
    for row in rows:
        assert re.fullmatch("[0-9]{6}", row["code"])
        assert re.fullmatch("(?:[0-9]{6})?", row["successor"])
        assert bool(row["successor"]) == bool(row["successor_name"])
        gone = withdrawn(row["code"], date(2030, 1, 1))
        assert gone is not None
        assert gone.successor != row["code"]
        assert gone.successor not in codes
