"""What a bank's answer file says, line by line, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bangfu.kernel.money import NotAnAmount, parse_yuan, plain_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid, squeeze

from ..errors import AnswerFault
from .payment_table import COUNT, TOTAL

REFERENCE, RESULT, REASON, AMOUNT = "流水号", "结果", "原因", "金额"
AMOUNT_NAMES = (AMOUNT, "金额(元)")
HEADER = (REFERENCE, RESULT, REASON, AMOUNT)
PAID, RETURNED = "成功", "退回"
LONGEST_REASON = 80
LONGEST_SHOWN = 30
#: Banks repeat the card in their reasons; it has no place outside the vault.
LONG_NUMBER = re.compile(r"[0-9]{11,}")

#: State of a payment that was answered (`rounds.enums.PaymentState`) → what the bank said of it.
STANDS_FOR = {"paid": PAID, "returned": RETURNED, "closed": RETURNED}


@dataclass(frozen=True)
class AnswerLine:
    row: int
    reference: str
    paid: bool
    reason: str
    amount_fen: int


class Sent(NamedTuple):
    """What we know of a payment: how much, and its state."""

    amount_fen: int
    state: str


def read_answer(rows: Sequence[Sequence[str]]) -> tuple[list[AnswerLine], list[AnswerFault]]:
    """Rows of text, the header first, as lines and faults; any fault has the caller refuse all."""
    if not rows or (places := _places(rows[0])) is None:
        return [], [
            AnswerFault(1, "", phrase("首行应有这些列：{columns}", columns="、".join(HEADER)))
        ]
    lines: list[AnswerLine] = []
    faults: list[AnswerFault] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if row[0].strip() == COUNT:
            faults += _totals_faults(number, row, lines)
            continue
        read = _line(number, row, places)
        if isinstance(read, AnswerFault):
            faults.append(read)
        else:
            lines.append(read)
    if not lines and not faults:
        faults.append(AnswerFault(1, "", phrase("文件里没有任何回单记录")))
    return lines, faults + _doubles(lines)


def disagreements(lines: Iterable[AnswerLine], sent: Mapping[str, Sent]) -> list[AnswerFault]:
    """Where the answer contradicts what was sent or what the bank answered before."""
    faults = []
    for line in lines:
        known = sent.get(line.reference)
        if text := _disagreement(line, known):
            faults.append(AnswerFault(line.row, line.reference, text))
    return faults


def _disagreement(line: AnswerLine, known: Sent | None) -> str:
    if known is None:
        return phrase("本批没有这个流水号")
    if known.state == "released":
        return phrase("这笔还没有送银行，不应有回单")
    if line.amount_fen != known.amount_fen:
        return phrase(
            "金额应为 {due}，回单为 {told}",
            due=plain_yuan(known.amount_fen),
            told=plain_yuan(line.amount_fen),
        )
    before = STANDS_FOR.get(known.state)
    now = PAID if line.paid else RETURNED
    if before is not None and before != now:
        return phrase("先前的回单是“{before}”，这次是“{now}”", before=before, now=now)
    return ""


def _places(header: Sequence[str]) -> dict[str, int] | None:
    names = [solid(cell) for cell in header]
    amount = next((name for name in AMOUNT_NAMES if name in names), None)
    if amount is None or any(name not in names for name in (REFERENCE, RESULT, REASON)):
        return None
    return {name: names.index(name) for name in (REFERENCE, RESULT, REASON)} | {
        AMOUNT: names.index(amount)
    }


def _line(number: int, row: Sequence[str], places: Mapping[str, int]) -> AnswerLine | AnswerFault:
    cell = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
    reference = cell[REFERENCE][:LONGEST_SHOWN]
    if not reference:
        return AnswerFault(number, "", phrase("没有流水号"))
    if cell[RESULT] not in (PAID, RETURNED):
        return AnswerFault(
            number,
            reference,
            phrase("结果应为“{paid}”或“{returned}”", paid=PAID, returned=RETURNED),
        )
    if cell[RESULT] == RETURNED and not cell[REASON]:
        return AnswerFault(number, reference, phrase("退回的没有写原因"))
    try:
        amount = parse_yuan(cell[AMOUNT])
    except NotAnAmount as error:
        return AnswerFault(number, reference, str(error))
    reason = LONG_NUMBER.sub("…", squeeze(cell[REASON]))[:LONGEST_REASON]
    return AnswerLine(number, cell[REFERENCE], cell[RESULT] == PAID, reason, amount)


def _totals_faults(
    number: int, row: Sequence[str], lines: Sequence[AnswerLine]
) -> list[AnswerFault]:
    count, total = str(len(lines)), plain_yuan(sum(line.amount_fen for line in lines))
    told = [cell.strip() for cell in row[:4]] + [""] * 4
    faults = []
    if told[1] != count:
        faults.append(
            AnswerFault(
                number,
                "",
                phrase("笔数不符：文件写 {told}，实有 {count}", told=told[1][:20], count=count),
            )
        )
    try:
        same = told[2] == TOTAL and parse_yuan(told[3]) == parse_yuan(total)
    except NotAnAmount:
        same = False
    if not same:
        faults.append(
            AnswerFault(
                number,
                "",
                phrase("总金额不符：文件写 {told}，实有 {total}", told=told[3][:20], total=total),
            )
        )
    return faults


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
