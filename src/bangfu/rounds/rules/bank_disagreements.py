"""Where a bank's answer contradicts what was sent to it, or what it answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bangfu.documents.tables.names import fits_name
from bangfu.kernel.money import plain_yuan
from bangfu.kernel.phrases import mark, phrase

from ..answer_errors import AnswerFault
from .bank_answer import AnswerLine
from .bank_words import PAID, RETURNED
from .claims import NOTHING_CLAIMED, Claimed

#: States of a payment (`rounds.enums.PaymentState`) as far as an answer is concerned.
STANDS_FOR = {"paid": PAID, "returned": RETURNED, "closed": RETURNED}

_ARRIVED_TODAY = mark(
    "先前的回单是“成功”，今天才记为到账，这次是“退回”；银行确已退回的，从明天起可以读入"
)


class Sent(NamedTuple):
    """What we know of a payment; '' and empty where it is not to be compared.

    `paid_earlier`: it arrived on an earlier day, so that the bank may still send it back.
    `claimed`: what of it is claimed back by decision, and what became of that.
    """

    amount_fen: int
    state: str
    payee_name: str = ""
    card_index: bytes = b""
    paid_earlier: bool = False
    file: str = ""
    claimed: Claimed = NOTHING_CLAIMED

    @property
    def may_come_back(self) -> bool:
        """Whether the bank may still say that it was sent back: it arrived, and on an earlier day."""
        return self.state == "paid" and self.paid_earlier


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
        if text := (
            _disagreement(line, known)
            or _another_file(line, known)
            or _another_payee(line, known, index_of)
        ):
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
    if known.state == "paid" and not line.paid:
        return phrase(_ARRIVED_TODAY)
    if before is not None and before != now:
        return phrase("先前的回单是“{before}”，这次是“{now}”", before=before, now=now)
    return ""


def _another_file(line: AnswerLine, known: Sent | None) -> str:
    if known is None or not known.file or not line.files or known.file in line.files:
        return ""
    told = "、".join(sorted(line.files))
    return phrase("这笔在发放文件 {own} 里，回单写的是 {told}", own=known.file, told=told)


def _another_payee(line: AnswerLine, known: Sent | None, index_of: Callable[[str], bytes]) -> str:
    """A masked account (6228****1234) says too little to contradict; a masked name (李*) what it shows."""
    if known is None:
        return ""
    named = line.payee and known.payee_name
    if named and not fits_name(line.payee, known.payee_name):
        return phrase("户名与发出的不同")
    if line.account.isdigit() and known.card_index and index_of(line.account) != known.card_index:
        return phrase("账号与发出的不同")
    return ""
