"""Where the table of a bank's answer is, and where its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bangfu.documents.spreadsheets.cells import Cell, Sheet
from bangfu.documents.spreadsheets.merging import cell_at, fill_down
from bangfu.documents.tables.headers import (
    Heads,
    first_header,
    head_word,
    headers_within,
    is_blank,
    titles_above,
)
from bangfu.documents.tables.remarks import begins_a_table, repeats_header
from bangfu.documents.tables.units import unit_of_heads, unit_of_lines
from bangfu.kernel.text import solid

from .bank_words import (
    ACCOUNT,
    AMOUNT,
    ASKED_COLUMNS,
    MAY_LACK,
    PAYEE,
    REFERENCE,
    REQUIRED,
    RESULT,
    BankWords,
    may_be_asked,
)

_MAY_LACK = [ASKED_COLUMNS[code] for code in MAY_LACK]
# Of before eras had codes, too: what was handed out then is answered later.
PAYMENT = re.compile(r"BF(?:[A-Z]{4})?[0-9]{6}-[0-9]{6}-[0-9]+")
FILE_NUMBER = re.compile(r"BF(?:[A-Z]{4})?[0-9]{6}-F[0-9]{2,}")


class UnclearColumns(NamedTuple):
    """`lacking`: columns that an answer needs; `heads`: the file's own that lead to none, as written."""

    lacking: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True)
class AnswerTable:
    """`rows` below the header with what is merged in each; `first` of them as a spreadsheet counts.

    `unit`: what its amounts are counted in, in yuan; `files`: payment files that its titles name;
    `seconds`: further columns of the result and the amount, which must not contradict the first.
    """

    words: BankWords
    heads: Heads
    places: Mapping[str, int]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    unit: int = 1
    files: frozenset[str] = frozenset()
    seconds: tuple[tuple[str, int], ...] = ()

    @property
    def first(self) -> int:
        """The first row below the header, from 1."""
        return self.heads.last + 2

    def cell(self, row: Sequence[Cell], column: str) -> Cell:
        """EMPTY where the file has no such column."""
        place = self.places.get(column)
        return cell_at((tuple(row),), 0, len(row) if place is None else place)

    def is_other_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row says another header: its lines would be read in the wrong columns."""
        shown = [str(cell.value) for cell in row if not is_blank(cell)]
        return not self.is_header(row) and begins_a_table(shown, self.words.column_of)

    def is_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row says the header once more."""
        columns: dict[int, object] = {place: column for column, place in self.places.items()}
        texts = [(place, str(cell.value)) for place, cell in enumerate(row) if not is_blank(cell)]
        return repeats_header(texts, columns, self.words.column_of)

    def columns_twice(self) -> list[str]:
        """Heads that stand twice; of two words for one column the usual one counts."""
        ours = (*REQUIRED, ACCOUNT, PAYEE)
        heads = [
            head_word(column[-1])
            for column in self.heads.of
            if column and self.words.column_of(column[-1]) in ours
        ]
        return sorted({head for head in heads if heads.count(head) > 1})


def find_answer(sheets: Sequence[Sheet], words: BankWords) -> AnswerTable | None:
    """The first sheet and row that show every column that an answer needs."""
    for sheet in sheets:
        if header := first_header(sheet, lambda heads: _complete(words, heads)):
            places, heads = header
            return _table(sheet, heads, places, words)
    return None


def _complete(words: BankWords, heads: Heads) -> dict[str, int] | None:
    places = words.places(heads.of)
    return places if places.keys() >= words.required else None


def unclear_columns(sheets: Sequence[Sheet], words: BankWords) -> UnclearColumns | None:
    """Of the row that shows most columns those that are needed and not found, with the heads that
    lead to none; None where no row looks like a header.
    """
    candidates = [
        _unclear(words, heads)
        for sheet in sheets
        for begun in headers_within(sheet)
        for heads in begun
    ]
    told = [each for each in candidates if each is not None]
    return max(told, key=lambda each: len(words.required) - len(each.lacking), default=None)


def _unclear(words: BankWords, heads: Heads) -> UnclearColumns | None:
    places = words.places(heads.of)
    lacking = tuple(column for column in REQUIRED if column in words.required - places.keys())
    known = {*places.values()}
    others = (column[-1] for place, column in enumerate(heads.of) if column and place not in known)
    unknown = tuple(
        dict.fromkeys(
            head for head in others if may_be_asked(head) and words.column_of(head) is None
        )
    )
    needed = [column for column in lacking if column not in _MAY_LACK]
    if not places.keys() & words.required or len(unknown) < len(needed):
        return None
    return UnclearColumns(lacking, unknown)


def _table(sheet: Sheet, heads: Heads, places: Mapping[str, int], words: BankWords) -> AnswerTable:
    titles = titles_above(sheet, heads)
    rows, _ = fill_down(sheet, heads.last + 1)
    unit = unit_of_heads(heads.of[places[AMOUNT]]) or unit_of_lines(titles) or 1
    files = frozenset(number for title in titles for number in FILE_NUMBER.findall(title))
    below, seconds = rows[heads.last + 1 :], words.seconds(heads.of)
    ours = [at for at in (places[REFERENCE], *_of(seconds, REFERENCE)) if _names_ours(below, at)]
    if ours:  # a bank has flow numbers of its own
        places = {**places, REFERENCE: ours[0]}
    compared = tuple(each for each in seconds if each[0] in (RESULT, AMOUNT))
    return AnswerTable(words, heads, places, below, unit, files, compared)


def _of(seconds: Sequence[tuple[str, int]], column: str) -> list[int]:
    return [place for each, place in seconds if each == column]


def _names_ours(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return any(PAYMENT.fullmatch(solid(str(row[place].value))) for row in rows if place < len(row))
