"""The table that goes to the bank: header, one line a payment, control totals last."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from bangfu.kernel.money import plain_yuan

HEADER = ("序号", "流水号", "户名", "开户行", "账号", "金额（元）", "用途")
COUNT, TOTAL = "笔数", "总金额"
PURPOSE = "工会慰问"  # a bank's message is read by others: it never tells of hardship


class PaymentLine(NamedTuple):
    """`card` is the number in clear; `card_index` stands for it where it must not appear."""

    reference: str
    payee_name: str
    bank: str
    card: str
    card_index: bytes
    amount_fen: int


def payment_rows(lines: Sequence[PaymentLine]) -> list[list[str]]:
    body = [
        [
            str(n),
            one.reference,
            one.payee_name,
            one.bank,
            one.card,
            plain_yuan(one.amount_fen),
            PURPOSE,
        ]
        for n, one in enumerate(lines, start=1)
    ]
    total = plain_yuan(sum(one.amount_fen for one in lines))
    return [list(HEADER), *body, [COUNT, str(len(lines)), TOTAL, total]]


def table_digest(lines: Sequence[PaymentLine]) -> str:
    """Tells whether a file is the one that went out, without letting a card be guessed from it."""
    shown = [one._replace(card=one.card_index.hex(), card_index=b"") for one in lines]
    text = "\n".join("\t".join(row) for row in payment_rows(shown))
    return sha256(text.encode()).hexdigest()
