"""The last line of a bank's answer: the count and the sum, wherever a bank writes them in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bangfu.kernel.money import NotAnAmount, parse_yuan, plain_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import solid

from ..errors import AnswerFault

_COUNT = re.compile(r"([0-9]+)笔")
_COUNT_HEADS = ("笔数", "总笔数")
_SUM_HEADS = ("总金额", "合计金额", "金额合计")
_LONGEST_SHOWN = 20


def read_amount(text: str) -> int | str:
    """Fen, or why it is none."""
    try:
        return parse_yuan(text)
    except NotAnAmount as error:
        return str(error)


def total_faults(
    number: int, row: Sequence[str], under_amount: str, rows: int, told_fen: int
) -> list[AnswerFault]:
    """What the line of totals contradicts.

    Args:
        under_amount: its cell in the column of amounts.
        rows: lines above it; `told_fen`: the sum of their amounts as the file writes them.
    """
    cells = [each.strip() for each in row if each.strip()]
    count = next(_counts(cells), "")
    total = next(_after(cells, _SUM_HEADS), under_amount)
    if not count and not total:
        return [AnswerFault(number, "", phrase("合计行没有笔数，也没有总金额"))]
    faults = []
    if count and count != str(rows):
        text = phrase("笔数不符：文件写 {told}，实有 {count}", told=_short(count), count=rows)
        faults.append(AnswerFault(number, "", text))
    if total and read_amount(total) != told_fen:
        due = plain_yuan(told_fen)
        text = phrase("总金额不符：文件写 {told}，实有 {total}", told=_short(total), total=due)
        faults.append(AnswerFault(number, "", text))
    return faults


def _counts(cells: Sequence[str]) -> Iterator[str]:
    yield from _after(cells, _COUNT_HEADS)
    yield from (found[1] for each in cells if (found := _COUNT.search(solid(each))))


def _after(cells: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    """Cells that stand behind one of the heads."""
    return (after for before, after in pairwise(cells) if solid(before).rstrip(":") in heads)


def _short(text: str) -> str:
    return text[:_LONGEST_SHOWN]
