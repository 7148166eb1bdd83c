"""What a bank's answer file says, line by line, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bangfu.kernel.money import plain_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid, squeeze

from ..errors import AnswerFault
from .bank_totals import read_amount, total_faults
from .bank_words import (
    ACCOUNT,
    AMOUNT,
    PAID,
    PAYEE,
    REASON,
    REFERENCE,
    REQUIRED,
    RESULT,
    RESULTS,
    RETURNED,
    Result,
    column_of,
    is_total,
    rank_of,
)

HEADER = REQUIRED
ROWS_SEARCHED = 20  # titles may stand above the header
LONGEST_REASON = 80
LONGEST_SHOWN = 30
#: Banks repeat the card in their reasons; it has no place outside the vault.
LONG_NUMBER = re.compile(r"[0-9]{11,}")

#: States of a payment (`rounds.enums.PaymentState`) as far as an answer is concerned.
STANDS_FOR = {"paid": PAID, "returned": RETURNED, "closed": RETURNED}


@dataclass(frozen=True)
class AnswerLine:
    """Attributes:
    amount_fen: None where a bank writes 0 for what it gave back: all of it.
    payee, account: '' where the file has no such column; the account is the number in clear.
    """

    row: int
    reference: str
    paid: bool
    reason: str
    amount_fen: int | None
    payee: str = field(default="", repr=False)
    account: str = field(default="", repr=False)


class Sent(NamedTuple):
    """What we know of a payment; '' and empty where it is not to be compared.

    `paid_earlier`: it arrived on an earlier day, so that the bank may still send it back.
    """

    amount_fen: int
    state: str
    payee_name: str = ""
    card_index: bytes = b""
    paid_earlier: bool = False

    @property
    def may_come_back(self) -> bool:
        return self.state == "paid" and self.paid_earlier


class Answer(NamedTuple):
    """`in_hand`: how many payments the bank has not decided yet; another answer brings them."""

    lines: list[AnswerLine]
    faults: list[AnswerFault]
    in_hand: int


def read_answer(rows: Sequence[Sequence[str]]) -> Answer:
    """Rows of text as lines; a file with any fault is refused whole by the caller."""
    at = next((n for n, row in enumerate(rows[:ROWS_SEARCHED]) if _is_header(row)), None)
    if at is None:
        columns = "、".join(HEADER)
        return Answer(
            [],
            [AnswerFault(1, "", phrase("找不到表头，应有这些列：{columns}", columns=columns))],
            0,
        )
    if twice := _columns_twice(rows[at]):
        text = phrase("有两列都是“{twice}”，请只保留一列", twice="、".join(twice))
        return Answer([], [AnswerFault(at + 1, "", text)], 0)
    reading = _Reading(_places(rows[at]))
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in row):
            reading.take(number, row)
    if not reading.lines and not reading.faults and not reading.in_hand:
        reading.faults.append(AnswerFault(1, "", phrase("文件里没有任何回单记录")))
    return Answer(reading.lines, reading.faults + _doubles(reading.lines), reading.in_hand)


class _Reading:
    """Rows below the header, one after the other; a total ends them."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = places
        self._told_fen = 0  # as the file says it, 0 for a return that is so written
        self._ended = False
        self.lines: list[AnswerLine] = []
        self.faults: list[AnswerFault] = []
        self.in_hand = 0
        self._rows = 0

    def take(self, number: int, row: Sequence[str]) -> None:
        cell = {name: row[at].strip() if at < len(row) else "" for name, at in self._places.items()}
        if is_total(next(each for each in row if each.strip())):
            self._ended = True
            self.faults += total_faults(number, row, cell[AMOUNT], self._rows, self._told_fen)
        elif self._ended:
            if cell[REFERENCE]:
                self.faults.append(
                    AnswerFault(number, "", phrase("合计行之后还有记录，请核对文件"))
                )
        else:
            self._take_line(number, cell)

    def _take_line(self, number: int, cell: Mapping[str, str]) -> None:
        self._rows += 1
        amount = read_amount(cell[AMOUNT])
        self._told_fen += amount if isinstance(amount, int) else 0
        if cell[REFERENCE] and RESULTS.get(solid(cell[RESULT])) is Result.IN_HAND:
            self.in_hand += 1
            return
        read = _line(number, cell, amount)
        if isinstance(read, AnswerFault):
            self.faults.append(read)
        else:
            self.lines.append(read)


def disagreements(
    lines: Iterable[AnswerLine],
    sent: Mapping[str, Sent],
    index_of: Callable[[str], bytes] = lambda account: b"",
) -> list[AnswerFault]:
    """Where the answer contradicts what was sent or what the bank answered before.

    Args:
        index_of: what stands for an account outside the vault.
    """
    faults = []
    for line in lines:
        known = sent.get(line.reference)
        if text := _disagreement(line, known) or _another_payee(line, known, index_of):
            faults.append(AnswerFault(line.row, line.reference, text))
    return faults


def _disagreement(line: AnswerLine, known: Sent | None) -> str:
    if known is None:
        return phrase("本批没有这个流水号")
    if known.state == "released":
        return phrase("这笔还没有送银行，不应有回单")
    if line.amount_fen is not None and line.amount_fen != known.amount_fen:
        return phrase(
            "金额应为 {due}，回单为 {told}",
            due=plain_yuan(known.amount_fen),
            told=plain_yuan(line.amount_fen),
        )
    before = STANDS_FOR.get(known.state)
    now = PAID if line.paid else RETURNED
    if known.may_come_back and not line.paid:
        return ""
    if before is not None and before != now:
        return phrase("先前的回单是“{before}”，这次是“{now}”", before=before, now=now)
    return ""


def _another_payee(line: AnswerLine, known: Sent | None, index_of: Callable[[str], bytes]) -> str:
    """A masked account (6228****1234) says too little to contradict."""
    if known is None:
        return ""
    named = line.payee and known.payee_name and "*" not in line.payee
    if named and solid(line.payee) != solid(known.payee_name):
        return phrase("户名与发出的不同")
    if line.account.isdigit() and known.card_index and index_of(line.account) != known.card_index:
        return phrase("账号与发出的不同")
    return ""


def _is_header(row: Sequence[str]) -> bool:
    return set(REQUIRED) <= {column_of(cell) for cell in row}


def _columns_twice(header: Sequence[str]) -> list[str]:
    """Heads that stand twice; of two words for one column the usual one counts."""
    heads = [solid(cell) for cell in header if column_of(cell) in (*REQUIRED, ACCOUNT, PAYEE)]
    return sorted({head for head in heads if heads.count(head) > 1})


def _places(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in sorted(enumerate(header), key=lambda each: rank_of(each[1])):
        if column := column_of(cell):
            places.setdefault(column, at)
    return places


def _line(number: int, cell: Mapping[str, str], amount: int | str) -> AnswerLine | AnswerFault:
    reference = cell[REFERENCE][:LONGEST_SHOWN]
    if not reference:
        return AnswerFault(number, "", phrase("没有流水号"))
    result = RESULTS.get(solid(cell[RESULT]))
    if result is None:
        told = {"word": cell[RESULT][:LONGEST_SHOWN], "paid": PAID, "returned": RETURNED}
        text = phrase("结果“{word}”不认识，应为“{paid}”或“{returned}”", **told)
        return AnswerFault(number, reference, text)
    if result is Result.RETURNED and not cell[REASON]:
        return AnswerFault(number, reference, phrase("退回的没有写原因"))
    if isinstance(amount, str):
        return AnswerFault(number, reference, amount)
    whole = None if result is Result.RETURNED and amount == 0 else amount
    reason = LONG_NUMBER.sub("…", squeeze(cell[REASON]))[:LONGEST_REASON]
    return AnswerLine(
        number,
        cell[REFERENCE],
        result is Result.PAID,
        reason,
        whole,
        squeeze(cell.get(PAYEE, "")),
        solid(cell.get(ACCOUNT, "")),
    )


def _doubles(lines: Iterable[AnswerLine]) -> list[AnswerFault]:
    first: dict[str, int] = {}
    return [
        AnswerFault(
            line.row,
            line.reference[:LONGEST_SHOWN],
            phrase("与第 {row} 行重复", row=first[line.reference]),
        )
        for line in lines
        if first.setdefault(line.reference, line.row) != line.row
    ]
