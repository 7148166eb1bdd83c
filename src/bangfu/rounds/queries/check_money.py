"""Payouts against the ledger, as `money_questions` ask, told in words. Read-only.

Run with the whole register in scope; with less, what is hidden would look missing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.registry.rules.overlaps import OverlapKind

from .check_seasons import check_seasons
from .money_questions import (
    AWARDS,
    CARDS,
    CLAIMS,
    COUNTED,
    FILES,
    ONE_PERSON,
    OVER_DECISION,
    PAYMENTS,
    RESERVED,
    SAME_CARD,
    SAME_FAMILY,
    SAME_HOUSEHOLD,
    SAME_PERSON,
    SHARED_PLACE,
    TWICE,
    WITHOUT_AWARD,
    WITHOUT_CLAIM,
    WITHOUT_PAYMENT,
)


def _differs(reference: object) -> str:
    return phrase("发放 {reference} 与资金流水不一致", reference=reference)


def _without_award(reference: object) -> str:
    return phrase("发放 {reference} 在花名册里找不到对应的一户", reference=reference)


#: Each question, and how a row of its answer is told.
TOLD_BY: tuple[tuple[str, Callable[..., str]], ...] = (
    (PAYMENTS, _differs),
    (WITHOUT_AWARD, _without_award),
    (CARDS, lambda reference: phrase("发放 {reference} 不是批准的账户", reference=reference)),
    (
        AWARDS,
        lambda round_, seq: phrase(
            "批次 {round} 第 {seq} 号的账户或金额与决定不一致", round=round_, seq=seq
        ),
    ),
    (
        WITHOUT_PAYMENT,
        lambda number, ref: phrase(
            "第 {number} 笔流水（{ref}）没有对应的发放记录", number=number, ref=ref
        ),
    ),
    (
        CLAIMS,
        lambda reference: phrase("发放 {reference} 的追回与资金流水不一致", reference=reference),
    ),
    (
        WITHOUT_CLAIM,
        lambda number, ref: phrase(
            "第 {number} 笔流水（{ref}）没有对应的追回决定", number=number, ref=ref
        ),
    ),
    (
        TWICE,
        lambda round_, seq, n: phrase(
            "批次 {round} 第 {seq} 号有 {n} 笔有效发放", round=round_, seq=seq, n=n
        ),
    ),
    (
        SAME_PERSON,
        lambda round_, n: phrase("批次 {round} 有同一人列入 {n} 次", round=round_, n=n),
    ),
    (
        SAME_HOUSEHOLD,
        lambda round_, file_no, n: phrase(
            "批次 {round} 中 {file_no} 户列入 {n} 次", round=round_, file_no=file_no, n=n
        ),
    ),
    (
        SAME_CARD,
        lambda round_, files: phrase(
            "批次 {round} 中这些户的卡号相同：{files}", round=round_, files=files
        ),
    ),
    (
        SAME_FAMILY,
        lambda round_, files: phrase(
            "批次 {round} 中这些户有同一人：{files}", round=round_, files=files
        ),
    ),
    (
        SHARED_PLACE,
        lambda round_, kind, files: phrase(
            "批次 {round} 中这些户与同季另一批次的户有{kind}：{files}",
            round=round_,
            kind=OverlapKind(kind).label,
            files=files,
        ),
    ),
    (
        COUNTED,
        lambda round_, seq: phrase(
            "批次 {round} 第 {seq} 号计入上限的金额与归还、追回不一致", round=round_, seq=seq
        ),
    ),
    (
        OVER_DECISION,
        lambda round_, most, total: phrase(
            "批次 {round} 花名册合计 {total} 元，超过决定的 {most} 元",
            round=round_,
            total=format_yuan(int(total)),
            most=format_yuan(most or 0),
        ),
    ),
    (
        RESERVED,
        lambda fund, held, due: phrase(
            "资金 {fund} 预留 {held} 元，按各批次应为 {due} 元",
            fund=fund,
            held=format_yuan(held),
            due=format_yuan(int(due)),
        ),
    ),
    (
        FILES,
        lambda number: phrase("发放文件 {number} 的笔数或总额与发放记录不一致", number=number),
    ),
    (
        ONE_PERSON,
        lambda round_: phrase("批次 {round} 的拟定、决定、放款有同一人经手", round=round_),
    ),
)


def check_money() -> list[str]:
    """Every disagreement in words, amounts in yuan; empty means that the books agree."""
    return [*_check(None), *check_seasons()]


def check_round(round_id: int) -> list[str]:
    """The same for one round, without what only all rounds together tell."""
    return _check(round_id)


def _check(round_id: int | None) -> list[str]:
    return [tell(*row) for question, tell in TOLD_BY for row in _rows(question, round_id)]


def _rows(question: str, round_id: int | None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"round": round_id})
        return list(cursor.fetchall())
