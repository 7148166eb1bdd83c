"""The last line of a bank's answer: counts and sums, wherever a bank writes them in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.kernel.money import plain_yuan
from bangfu.kernel.phrases import mark, phrase
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
_RED = re.compile(r"\((.+)\)|[-\u2212](.+)")
_SUM_DIFFERS = mark("{kind}金额不符：文件写 {told}，实有 {total}")
_LONGEST_SHOWN = 20


class Counted(NamedTuple):
    """Lines of one kind, and the sum of their amounts in fen, as the file writes them and without signs;
    `blank` of them say 0 or nothing.
    """

    rows: int = 0
    fen: int = 0
    unsigned: int = 0
    blank: int = 0

    def plus(self, fen: int) -> Counted:
        """With one more line of so many fen, below zero where the file writes it in red."""
        blank = self.blank + (not fen)
        return Counted(self.rows + 1, self.fen + fen, self.unsigned + abs(fen), blank)


#: By kind, all of them under `ALL`.
Counts = dict[str, Counted]


def nothing_counted() -> Counts:
    """The counts before the first line, of every kind."""
    return {kind: Counted() for kind in (ALL, PAID, RETURNED)}


def fen_of(cell: Cell, unit: int = 1) -> int | None:
    """An amount of the file; None where it is none. `unit`: what the file counts in, in yuan."""
    read = read_amount(cell, typed=False, per=Per.ONCE, nothing=False, unit=unit)
    return read.value if isinstance(read.value, int) else None


def signed_fen(cell: Cell, unit: int = 1) -> int | None:
    """The same of an amount in red, too: −500.00 or (500.00), as banks write what they give back."""
    if (fen := fen_of(cell, unit)) is not None:
        return fen
    if isinstance(cell.value, int | float) and cell.kind is Kind.NUMBER:
        above = cell._replace(value=-cell.value)
    elif cell.kind is Kind.TEXT and (red := _RED.fullmatch(solid(str(cell.value)))):
        above = _text(red[1] or red[2])
    else:
        return None
    fen = fen_of(above, unit)
    return None if fen is None else -fen


class OpenTotal(NamedTuple):
    """A total that counts what came back in full, though the lines say 0: known once the payments are.

    `told_fen`: as the file writes it; `counted_fen`: of the lines above that say an amount.
    """

    row: int
    told_fen: int
    counted_fen: int

    def faults(self, back_fen: int) -> list[AnswerFault]:
        """Args:
        back_fen: what was sent to those who got nothing.
        """
        total = self.counted_fen + back_fen
        if self.told_fen == total:
            return []
        told = {"told": plain_yuan(self.told_fen), "total": plain_yuan(total), "kind": phrase("总")}
        return [AnswerFault(self.row, "", phrase(_SUM_DIFFERS, **told))]


def total_faults(
    number: int,
    texts: Sequence[str],
    under_amount: Cell,
    counted: Mapping[str, Counted],
    unit: int = 1,
) -> tuple[list[AnswerFault], list[OpenTotal]]:
    """What the line of totals contradicts, and what of it is to be compared later.

    Args:
        under_amount: its cell in the column of amounts.
        counted: the lines above it, all of them under `ALL`.
    """
    line = " ".join(solid(text) for text in texts)
    counts = {
        _KINDS.get(kind, ALL): count for each in _COUNTS for kind, count in each.findall(line)
    }
    sums = _sums(line)
    if not sums and under_amount.kind is not Kind.EMPTY:
        sums = {ALL: under_amount}
    if not counts and not sums:
        return [AnswerFault(number, "", phrase("合计行没有笔数，也没有总金额"))], []
    faults = []
    for kind, count in counts.items():
        if count not in {str(each.rows) for each in _meant(kind, counted)}:
            told = {"told": count[:_LONGEST_SHOWN], "count": counted[kind].rows, "kind": kind}
            text = phrase("{kind}笔数不符：文件写 {told}，实有 {count}", **told)
            faults.append(AnswerFault(number, "", text))
    later = []
    for kind, amount in sums.items():
        known, fen = counted[kind], signed_fen(amount, unit)
        if any(fen in (each.fen, each.unsigned) for each in _meant(kind, counted)):
            continue
        if fen is not None and kind != PAID and known.blank and fen > known.unsigned:
            later.append(OpenTotal(number, fen, known.unsigned))
            continue
        shown = str(amount.value)[:_LONGEST_SHOWN]
        which, due = kind or phrase("总"), plain_yuan(known.fen)
        text = phrase(_SUM_DIFFERS, kind=which, told=shown, total=due)
        faults.append(AnswerFault(number, "", text))
    return faults, later


def _meant(kind: str, counted: Mapping[str, Counted]) -> list[Counted]:
    """What a total of a kind may count: one of all, while lines are still in hand, also what is paid alone,
    or what is paid and what came back.
    """
    paid, back = counted[PAID], counted[RETURNED]
    done = Counted(paid.rows + back.rows, paid.fen + back.fen, paid.unsigned + back.unsigned)
    if kind != ALL or done.rows == counted[ALL].rows:
        return [counted[kind]]
    return [counted[ALL], done, paid]


def _sums(line: str) -> dict[str, Cell]:
    """By kind. Of several that name none, each is of the kind counted before it: 成功1笔，金额500元，失败…"""
    found = [(told.start(), told[1], _text(told[2])) for told in _SUM.finditer(line)]
    if sum(not kind for _, kind, _ in found) < 2:
        return {_KINDS.get(kind, ALL): amount for _, kind, amount in found}
    counts = [(told.start(), told[1]) for each in _COUNTS for told in each.finditer(line)]
    sums = {}
    for start, kind, amount in found:
        before = [(at, counted) for at, counted in counts if at < start]
        of = kind or max(before, default=(0, ""))[1]
        sums[_KINDS.get(of, ALL)] = amount
    return sums


def _text(amount: str) -> Cell:
    return Cell(Kind.TEXT, amount)
