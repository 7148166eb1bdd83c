"""Answers of banks as read, from rows of text."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.rounds.rules.bank_answer import Answer, read_answer


def answer_of(*rows: Iterable[str]) -> Answer:
    return read_answer([sheet_of_texts(rows)])
