"""Values that hold from a day on, where a nearer line goes before those behind it."""

from datetime import date

from bangfu.kernel.dated import nearest_over

MAY, JUNE, JULY = (date(2010, month, 1) for month in (5, 6, 7))


def test_a_nearer_line_takes_over_the_day_it_begins():
    county, city = {JUNE: 30, JULY: 35}, {MAY: 20}
    assert nearest_over([county, city]) == [
        (date.min, None),
        (MAY, 20),
        (JUNE, 30),
        (JULY, 35),
    ]


def test_what_changes_behind_a_nearer_line_changes_nothing():
    assert nearest_over([{MAY: "near"}, {JUNE: "far"}]) == [
        (date.min, None),
        (MAY, "near"),
        (JUNE, "near"),
    ]


def test_without_any_line_nothing_is_ever_in_force():
    assert nearest_over([]) == nearest_over([{}]) == [(date.min, None)]
