"""Figures count each household once, where its own facts put it, and say what is not current."""

import csv
import io
from datetime import date

import pytest

from bangfu.eligibility.commands.redecide import redecide
from bangfu.organisations.queries import actor_named
from bangfu.reporting.figures import (
    HEADER,
    Figures,
    figures,
    figures_csv,
    unions_below,
)
from bangfu.reporting.measures.places import leaf_name
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.registers import CITY, DAY, EAST, WEST

AREAS = {
    "440900": ("市直", 3294, 9053),
    "440902": ("茂南区", 907, 3213),
    "440903": ("茂港区", 455, 1472),
    "440923": ("电白县", 1319, 3918),
    "440981": ("高州市", 2013, 7013),
    "440982": ("化州市", 2011, 6361),
    "440983": ("信宜市", 1133, 3562),
}


def test_a_city_and_a_province_have_leaves_of_their_own():
    assert [leaf_name(code) for code in ("440900", "440000", "440981")] == ["市直", "省直", ""]


def table(shown: Figures) -> list[list[str]]:
    return list(csv.reader(io.StringIO(figures_csv(shown))))


@pytest.fixture
def filed(world):
    """Four files: two at the city itself, one in each county, in two systems and none."""
    world.file("A", world.city, income=250, area=CITY, system="教育", members=(0, 0))
    world.file("B", world.city, income=900, area=CITY, area_name="样例市")
    world.at_east = world.file("C", world.east, income=250, area=EAST, system="工业")
    world.file("D", world.west, income=None, area=WEST, system="教育")
    return world


def test_what_waits_is_counted_apart(filed):
    redecide(on=DAY, by=operator())
    with acting(operator()):
        for by in ("area", "system"):
            before = figures(DAY, by, operator())
            filed.standard(CITY, 310, DAY)
            filed.change(filed.at_east, DAY, own_income_fen=1)
            after = figures(DAY, by, operator())
            assert table(after) == table(before)
            assert (before.total.stale, after.total.stale) == (0, 4)
            assert sum(row.stale for row in unions_below(DAY, "area", EAST, operator())) == 1
            redecide(on=DAY, by=operator())


def test_before_the_first_decision_every_file_is_counted_as_open_and_said_to_wait(filed):
    with acting(operator()):
        shown = figures(DAY, "area", operator())
        below = unions_below(DAY, "area", CITY, operator())
    assert not shown.is_decided
    assert (shown.undecided, shown.total.stale, shown.total.classes[-1]) == (4, 4, 4)
    assert [(row.code, row.households, row.stale) for row in below] == [("C", 2, 2)]
    redecide(on=DAY, by=operator())
    filed.file("N", filed.east, area=EAST)
    with acting(operator()):
        shown = figures(DAY, "area", operator())
    assert shown.is_decided
    assert (shown.undecided, shown.total.households, shown.total.stale) == (1, 5, 1)


def test_a_past_day_is_shown_as_it_was(filed):
    filed.change(filed.at_east, DAY, area_code=WEST)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        rows = figures(date(2010, 10, 30), "area", operator()).rows
        assert [(row.code, row.households) for row in rows] == [(CITY, 2), (EAST, 1), (WEST, 1)]
        rows = figures(DAY, "area", operator()).rows
        assert [(row.code, row.households) for row in rows] == [(CITY, 2), (WEST, 2)]


def test_a_city_as_a_leaf_is_its_own_files_and_called_so(filed):
    redecide(on=DAY, by=operator())
    with acting(operator()):
        header, *lines = table(figures(DAY, "area", operator()))
    assert header == list(HEADER)
    assert header[4:] == [
        "低保户",
        "低保边缘户",
        "意外致困户",
        "深度困难",
        "相对困难",
        "意外致困",
        "不符合",
        "待核实",
    ]
    assert lines == [
        [CITY, "市直", "2", "4", "1", "0", "0", "0", "0", "0", "1", "0"],
        [EAST, "449901县", "1", "1", "1", "0", "0", "0", "0", "0", "0", "0"],
        [WEST, "449902县", "1", "1", "0", "0", "0", "0", "0", "0", "0", "1"],
        ["合计", "合计", "4", "6", "2", "0", "0", "0", "0", "0", "1", "1"],
    ]


def test_by_system_the_blank_comes_last_and_is_named(filed):
    redecide(on=DAY, by=operator())
    with acting(operator()):
        lines = table(figures(DAY, "system", operator()))[1:]
    assert [line[:4] for line in lines] == [
        ["工业", "工业", "1", "1"],
        ["教育", "教育", "2", "4"],
        ["未填", "未填", "1", "1"],
        ["合计", "合计", "4", "6"],
    ]


def test_a_county_reviewer_counts_the_county_alone(filed):
    redecide(on=DAY, by=operator())
    reviewer = filed.officer(Role.REVIEWER, filed.east)
    with acting(reviewer):
        shown = figures(DAY, "area", reviewer)
    assert [(row.code, row.households) for row in shown.rows] == [(EAST, 1)]


def test_the_industry_reviewer_counts_its_system_wherever_it_lies(filed):
    reviewer = filed.officer(Role.REVIEWER, filed.education)
    with acting(reviewer):
        shown = figures(DAY, "area", reviewer)
    assert [(row.code, row.households) for row in shown.rows] == [(CITY, 1), (WEST, 1)]


def test_administrators_get_no_figures(filed):
    with pytest.raises(NotPermitted):
        figures(DAY, "area", filed.officer(Role.ADMINISTRATOR, filed.city))


def test_before_anybody_was_filed_there_is_only_a_total(filed):
    with acting(operator()):
        assert table(figures(date(2009, 1, 1), "area", operator()))[1:] == [
            ["合计", "合计", *["0"] * 10]
        ]


def test_the_demo_shows_the_published_table_and_opens_down_to_the_unions(demo_database):
    with acting(operator()):
        by_area = figures(DAY, "area", operator())
        by_system = figures(DAY, "system", operator())
        below = unions_below(DAY, "area", "440981", operator())
    assert {row.code: (row.name, row.households, row.persons) for row in by_area.rows} == AREAS
    assert (by_area.total.households, by_area.total.persons) == (11132, 34592)
    assert by_area.total.classes == [6247, 3728, 486, 0, 0, 0, 452, 219]
    assert by_system.total.classes == by_area.total.classes
    assert len(by_system.rows) == 12
    assert sum(row.households for row in below) == 2013
    reviewer = actor_named("gz-reviewer", DAY)
    with acting(reviewer):
        own = figures(DAY, "area", reviewer)
    assert [(row.name, row.households) for row in own.rows] == [("高州市", 2013)]
