"""What a bank's answer file says, line by line, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bangfu.documents.spreadsheets.cells import Cell, Kind, Sheet
from bangfu.documents.spreadsheets.merging import cell_at
from bangfu.documents.tables.fixed import cell_text
from bangfu.documents.tables.headers import is_blank
from bangfu.documents.tables.remarks import numbers_columns, remark_of, says_subtotal, says_total
from bangfu.kernel.masking import hide_numbers, without_numbers
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import drop_apostrophe, solid

from ..answer_errors import AnswerFault
from .bank_columns import FILE_NUMBER, PAYMENT, AnswerTable, find_answer, unclear_columns
from .bank_totals import ALL, OpenTotal, nothing_counted, signed_fen, total_faults
from .bank_words import (
    ACCOUNT,
    AMOUNT,
    FILE,
    PAID,
    PAYEE,
    REASON,
    REFERENCE,
    REQUIRED,
    RESULT,
    RETURNED,
    SHIPPED,
    BankWords,
    Result,
    is_total,
    is_total_head,
    may_be_asked,
)

HEADER = REQUIRED
MOST_ASKED = 8  # words at once; more of them are no words
FEWEST_DIGITS = 6  # of what may be a reference
_ENDS = {Result.PAID, Result.RETURNED}
_ANOTHER_TABLE = mark("这一行是另一张表的表头，各列的次序不同，请分成两个文件上传")
LONGEST_REASON = 80
LONGEST_SHOWN = 30
KINDS = {Result.PAID: PAID, Result.RETURNED: RETURNED}
_HYPHENS = re.compile(r"[-—–‐]")
_EXACT_BELOW = 10**15


@dataclass(frozen=True)
class AnswerLine:
    """Attributes:
    amount_fen: None where a bank writes 0 for what it gave back: all of it.
    payee, account: '' where the file has no such column; the account is the number in clear.
    files: the payment files that the answer says it is about, none where it doesn't.
    """

    row: int
    reference: str
    paid: bool
    reason: str
    amount_fen: int | None
    payee: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Unclear:
    """`lacking`: columns that are needed and not found, `heads`: those that the file has and lead to
    none; `words`: what the file says came of a payment, as written.
    """

    lacking: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything that somebody can say."""
        return bool(self.lacking or self.words)


class Answer(NamedTuple):
    """`in_hand`: references of payments the bank has not decided yet; another answer brings them.

    `unclear`: what somebody has to say before the file can be read. `totals`: to be compared with what
    was sent to those who got nothing.
    """

    lines: list[AnswerLine]
    faults: list[AnswerFault]
    in_hand: frozenset[str]
    unclear: Unclear | None = None
    totals: tuple[OpenTotal, ...] = ()


def read_answer(sheets: Sequence[Sheet], words: BankWords = SHIPPED) -> Answer:
    """A file's sheets as lines; a file with any fault is refused whole by the caller."""
    table = find_answer(sheets, words)
    if table is None and (unclear := unclear_columns(sheets, words)):
        return Answer([], [], frozenset(), Unclear(unclear.lacking, unclear.heads))
    if table is None:
        columns = "、".join(HEADER)
        text = phrase("找不到表头，应有这些列：{columns}", columns=columns)
        return Answer([], [AnswerFault(1, "", text)], frozenset())
    if twice := table.columns_twice():
        text = phrase("有两列都是“{twice}”，请只保留一列", twice="、".join(twice))
        return Answer([], [AnswerFault(table.first - 1, "", text)], frozenset())
    reading = _Reading(table)
    for number, row in enumerate(table.rows, start=table.first):
        if texts := [cell_text(cell) for cell in row if not is_blank(cell)]:
            reading.take(number, row, texts)
    if reading.is_empty:
        reading.faults.append(AnswerFault(1, "", phrase("文件里没有任何回单记录")))
    return reading.answer()


class _Reading:
    """Rows below the header, one after the other; a total ends them."""

    def __init__(self, table: AnswerTable) -> None:
        self._table = table
        self._counted, self._part = nothing_counted(), nothing_counted()
        self._ended = self._elsewhere = False
        self._open: list[OpenTotal] = []
        self.lines: list[AnswerLine] = []
        self.faults: list[AnswerFault] = []
        self._in_hand: set[str] = set()
        self._unknown: dict[str, list[AnswerFault]] = {}
        self._total_heads: dict[int, str] = {}

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.faults or self._in_hand or self._unknown)

    def answer(self) -> Answer:
        """What can't be asked is told; the rest is asked before anything is taken."""
        words, in_hand = tuple(self._unknown), frozenset(self._in_hand)
        if self._unknown and len(words) <= MOST_ASKED and all(map(may_be_asked, words)):
            return Answer([], self.faults, in_hand, Unclear(words=words))
        faults = self.faults + [fault for told in self._unknown.values() for fault in told]
        return Answer(self.lines, faults + _doubles(self.lines), in_hand, totals=tuple(self._open))

    def take(self, number: int, row: Sequence[Cell], texts: Sequence[str]) -> None:
        """`texts`: of the cells that show something."""
        reference = cell_text(self._table.cell(row, REFERENCE))
        if self._elsewhere:
            return
        if self._total_heads:  # the row beneath has their numbers
            heads, self._total_heads = self._total_heads, {}
            texts = [text for at, cell in enumerate(row) if not is_blank(cell)
                     for text in (heads.get(at, ""), cell_text(cell)) if text]  # fmt: skip
            self._take_total(number, (), texts, ALL)
        elif len(texts) > 1 and all(map(is_total_head, texts)):
            self._total_heads = {
                at: cell_text(cell) for at, cell in enumerate(row) if not is_blank(cell)
            }
        elif total := self._total_of(row, texts, reference):
            self._take_total(number, row, texts, total)
        elif self._ended:
            if reference and self._is_record(row, texts, reference):
                self.faults.append(
                    AnswerFault(number, "", phrase("合计行之后还有记录，请核对文件"))
                )
        elif self._table.is_other_header(row):
            self._elsewhere = True
            self.faults.append(AnswerFault(number, "", phrase(_ANOTHER_TABLE)))
        elif not self._table.is_header(row) and not self._is_remark(row, texts):
            self._take_line(number, row, reference)

    def _total_of(self, row: Sequence[Cell], texts: Sequence[str], reference: str) -> str:
        """The word that makes a row one of totals, wherever in it; "" for others."""
        if is_total(texts[0]):
            return texts[0]
        if PAYMENT.fullmatch(reference) or not is_blank(self._table.cell(row, RESULT)):
            return ""
        return next(filter(says_total, texts), "")

    def _take_total(
        self, number: int, row: Sequence[Cell], texts: Sequence[str], total: str
    ) -> None:
        """A subtotal is of the lines since the last, or of all before; the total ends them."""
        under = self._table.cell(row, AMOUNT)

        faults, later = total_faults(number, texts, under, self._counted, self._table.unit)
        if says_subtotal(total):
            of_part, _ = total_faults(number, texts, under, self._part, self._table.unit)
            faults, later = of_part if faults else [], []
            self._part = nothing_counted()
        else:
            self._ended = True
        self.faults += faults
        self._open += later

    def _is_record(self, row: Sequence[Cell], texts: Sequence[str], reference: str) -> bool:
        told = not is_blank(self._table.cell(row, RESULT))
        digits = sum(letter.isdigit() for letter in reference)
        return told or (digits >= FEWEST_DIGITS and not remark_of(texts))

    def _is_remark(self, row: Sequence[Cell], texts: Sequence[str]) -> bool:
        if numbers_columns(texts):
            return True
        return is_blank(self._table.cell(row, RESULT)) and bool(remark_of(texts))

    def _take_line(self, number: int, row: Sequence[Cell], reference: str) -> None:
        cell = self._table.cell
        result = self._table.words.result_of(cell_text(cell(row, RESULT)))
        amount = cell(row, AMOUNT)
        fen = signed_fen(amount, self._table.unit)
        for kind in (ALL, *([KINDS[result]] if result in KINDS else [])):
            for counted in (self._counted, self._part):
                counted[kind] = counted[kind].plus(fen or 0)
        if reference and result is Result.IN_HAND:
            self._in_hand.add(reference)
            return
        word = cell_text(cell(row, RESULT))
        reason = cell_text(cell(row, REASON))
        if result is Result.RETURNED and not reason:
            reason = phrase("银行没有写原因")
        fault = _fault(reference, result, word, amount, fen)
        if fault := fault or self._contradicted(row, result, fen):
            told = AnswerFault(number, _shown(reference), fault)
            asked = reference and word and result is None
            (self._unknown.setdefault(word, []) if asked else self.faults).append(told)
            return
        back = result is Result.RETURNED
        self.lines.append(
            AnswerLine(
                number,
                reference,
                not back,
                # Banks repeat the card in their reasons; it has no place outside the vault.
                hide_numbers(reason)[:LONGEST_REASON],
                None if fen is None or (back and not fen) else abs(fen),
                cell_text(cell(row, PAYEE)),
                _account(cell(row, ACCOUNT)),
                self._files(cell_text(cell(row, FILE))),
            )
        )

    def _contradicted(self, row: Sequence[Cell], result: Result | None, fen: int | None) -> str:
        """Where another column of the result or the amount says something else."""
        for column, place in self._table.seconds:
            cell = cell_at((tuple(row),), 0, place)
            told = {
                "head": self._table.heads.of[place][-1],
                "word": _shown(cell_text(cell)),
            }
            if column == RESULT and {result, self._table.words.result_of(cell_text(cell))} == _ENDS:
                return phrase("“{head}”列写的是“{word}”，与结果不同", **told)
            other = signed_fen(cell, self._table.unit)
            differs = other is not None and abs(other) != abs(fen or 0)
            if column == AMOUNT and differs and (other or result is Result.PAID):
                return phrase("“{head}”列写的是 {word}，与金额不同", **told)
        return ""

    def _files(self, told: str) -> frozenset[str]:
        """The payment file that the row names, else those of the titles."""
        return frozenset(FILE_NUMBER.findall(told)) or self._table.files


def _fault(reference: str, result: Result | None, word: str, amount: Cell, fen: int | None) -> str:
    """What is wrong with a line by itself; a bank leaves the amount of a return empty, or writes 0."""
    if not reference:
        return phrase("没有流水号")
    if result is None:
        told = {"word": _shown(word), "paid": PAID, "returned": RETURNED}
        return phrase("结果“{word}”不认识，应为“{paid}”或“{returned}”", **told)
    if result is Result.PAID and fen is not None and fen < 0:
        return phrase("金额为负，结果却是“{paid}”", paid=PAID)
    if fen is None and not (result is Result.RETURNED and is_blank(amount)):
        return phrase("金额应为数字，以元为单位，最多两位小数")
    return ""


def _shown(text: str) -> str:
    """What a bank wrote, in a sentence about it: its flow numbers look like cards, and cards like them."""
    return without_numbers(text)[:LONGEST_SHOWN]


def _account(cell: Cell) -> str:
    """'' where a number cell has lost what is behind fifteen digits: there is nothing to compare."""
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return cell_text(cell) if abs(cell.value) < _EXACT_BELOW else ""
    return _HYPHENS.sub("", drop_apostrophe(solid(str(cell.value))))


def _doubles(lines: Iterable[AnswerLine]) -> list[AnswerFault]:
    first: dict[str, int] = {}
    return [
        AnswerFault(
            line.row,
            _shown(line.reference),
            phrase("与第 {row} 行重复", row=first[line.reference]),
        )
        for line in lines
        if first.setdefault(line.reference, line.row) != line.row
    ]
