"""The last line of a bank's answer: counts and sums, wherever a bank writes them in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.kernel.money import plain_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid

from ..answer_errors import AnswerFault

ALL, PAID, RETURNED = "", "成功", "退回"
_KINDS = {"成功": PAID, "已入账": PAID, "失败": RETURNED, "退回": RETURNED}
_KIND = rf"({'|'.join(_KINDS)})?"
_COUNTS = (
    re.compile(rf"{_KIND}[总共合计]*笔数[:]? ?([0-9]+)"),
    re.compile(rf"{_KIND}[总共合计:]*([0-9]+)笔"),
)
_SUM = re.compile(
    rf"{_KIND}[总共合计]*金额(?:合计)?(?:\([^)]*\))?[:]? ?([￥¥]?[0-9][0-9,]*(?:\.[0-9]+)?万?(?:元)?)"
)
_LONGEST_SHOWN = 20


class Counted(NamedTuple):
    """Lines of one kind, and the sum of their amounts in fen as the file writes them."""

    rows: int = 0
    fen: int = 0

    def plus(self, fen: int) -> Counted:
        return Counted(self.rows + 1, self.fen + fen)


def fen_of(cell: Cell, unit: int = 1) -> int | None:
    """An amount of the file; None where it is none. `unit`: what the file counts in, in yuan."""
    read = read_amount(cell, typed=False, per=Per.ONCE, nothing=False, unit=unit)
    return read.value if isinstance(read.value, int) else None


def total_faults(
    number: int,
    texts: Sequence[str],
    under_amount: Cell,
    counted: Mapping[str, Counted],
    unit: int = 1,
) -> list[AnswerFault]:
    """What the line of totals contradicts.

    Args:
        under_amount: its cell in the column of amounts.
        counted: the lines above it, all of them under `ALL`.
    """
    line = " ".join(solid(text) for text in texts)
    counts = {
        _KINDS.get(kind, ALL): count for each in _COUNTS for kind, count in each.findall(line)
    }
    sums = {_KINDS.get(kind, ALL): _text(amount) for kind, amount in _SUM.findall(line)}
    if not sums and under_amount.kind is not Kind.EMPTY:
        sums = {ALL: under_amount}
    if not counts and not sums:
        return [AnswerFault(number, "", phrase("合计行没有笔数，也没有总金额"))]
    faults = []
    for kind, count in counts.items():
        if count != str(counted[kind].rows):
            told = {"told": count[:_LONGEST_SHOWN], "count": counted[kind].rows, "kind": kind}
            text = phrase("{kind}笔数不符：文件写 {told}，实有 {count}", **told)
            faults.append(AnswerFault(number, "", text))
    for kind, amount in sums.items():
        if fen_of(amount, unit) != counted[kind].fen:
            shown = str(amount.value)[:_LONGEST_SHOWN]
            due = plain_yuan(counted[kind].fen)
            which = kind or phrase("总")
            text = phrase(
                "{kind}金额不符：文件写 {told}，实有 {total}", kind=which, told=shown, total=due
            )
            faults.append(AnswerFault(number, "", text))
    return faults


def _text(amount: str) -> Cell:
    return Cell(Kind.TEXT, amount)
