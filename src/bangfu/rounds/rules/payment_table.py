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
    """Header, a row a payment in the order given, numbered from 1, and the totals; amounts in yuan
    with two decimals.

    It holds account numbers in clear.
    """
    body = [
        [
            str(n),
            line.reference,
            line.payee_name,
            line.bank,
            line.card,
            plain_yuan(line.amount_fen),
            PURPOSE,
        ]
        for n, line in enumerate(lines, start=1)
    ]
    total = plain_yuan(sum(line.amount_fen for line in lines))
    return [list(HEADER), *body, [COUNT, str(len(lines)), TOTAL, total]]


def table_digest(lines: Sequence[PaymentLine]) -> str:
    """Tells whether a file is the one that went out, without letting a card be guessed from it."""
    shown = [line._replace(card=line.card_index.hex(), card_index=b"") for line in lines]
    text = "\n".join("\t".join(row) for row in payment_rows(shown))
    return sha256(text.encode()).hexdigest()
