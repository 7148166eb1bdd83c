"""Of several tellings of a word the last counts."""

from __future__ import annotations

from typing import NamedTuple

from bangfu.documents.tables.told import held


class Said(NamedTuple):
    word: str
    meaning: str


def test_the_last_telling_of_a_word_counts_and_the_last_told_stands_first():
    rows = [Said("甲", "a"), Said("乙", "b"), Said("丙", "c"), Said("甲", "d"), Said("乙", "")]
    assert held(rows, lambda row: row.word) == [Said("甲", "d"), Said("丙", "c")]
    assert held([*rows, Said("乙", "e")], lambda row: row.word)[0] == Said("乙", "e")
    assert held([], lambda row: row) == []
