"""Merged cells: their value in all their rows, and no file that grows by it beyond what is held."""

import pytest

from bangfu.documents.spreadsheets import limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind, Sheet, Span
from bangfu.documents.spreadsheets.errors import TooMuchAtOnce
from bangfu.documents.spreadsheets.merging import fill_down


def text(value: str) -> Cell:
    return Cell(Kind.TEXT, value)


A, B, C = (text(value) for value in "ABC")


def test_the_value_holds_for_all_its_rows_in_its_first_column():
    sheet = Sheet("", ((A, EMPTY, B), (EMPTY, C), (EMPTY, C)), (Span(0, 0, 2, 1),))
    rows, filled = fill_down(sheet, 0)
    assert rows == ((A, EMPTY, B), (A, C), (A, C))
    assert filled == {1: {0}, 2: {0}}


def test_a_row_that_ends_before_the_merged_column_is_filled_up():
    sheet = Sheet("", ((EMPTY, EMPTY, A), (B,)), (Span(0, 2, 1, 2),))
    assert fill_down(sheet, 0)[0][1] == (B, EMPTY, A)


def test_what_stands_in_a_merged_cell_all_the_same_stays():
    sheet = Sheet("", ((A,), (B,)), (Span(0, 0, 1, 0),))
    assert fill_down(sheet, 0) == (sheet.rows, {})


def test_rows_with_nothing_of_their_own_and_rows_that_are_not_there_stay_empty():
    sheet = Sheet("", ((A,), (), (EMPTY, B)), (Span(0, 0, 900, 0),))
    assert fill_down(sheet, 0)[0] == ((A,), (), (A, B))


def test_titles_and_headers_are_left_alone():
    sheet = Sheet("", ((A,), (EMPTY, B)), (Span(0, 0, 1, 0),))
    assert fill_down(sheet, 1) == (sheet.rows, {})


def test_a_cell_far_to_the_right_over_many_rows_is_refused_before_it_is_brought(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS_HELD", 1_000)
    far = (*[EMPTY] * 299, A)
    sheet = Sheet("", (far, *[(B,)] * 10), (Span(0, 299, 10, 299),))
    with pytest.raises(TooMuchAtOnce):
        fill_down(sheet, 0)


def test_merged_cells_that_lie_over_each_other_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS_HELD", 1_000)
    sheet = Sheet("", ((A,), *[(B,)] * 100), (Span(0, 0, 100, 0),) * 11)
    with pytest.raises(TooMuchAtOnce):
        fill_down(sheet, 0)
