"""Answers of banks as read, from rows of text."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.rounds.rules.bank_answer import Answer, read_answer
from bangfu.rounds.rules.bank_words import Own, words_with


def answer_of(*rows: Iterable[str], own: Iterable[Own] = ()) -> Answer:
    """`own`: the bank's own words, as somebody told what they mean."""
    return read_answer([sheet_of_texts(rows)], words_with(own))
