"""Whether each payment file would still have the lines that went to the bank, by its digest. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import connection

from bangfu.kernel.phrases import phrase

from ..rules.payment_table import PaymentLine, table_digest

#: A card is told by its blind index: none is opened.
LINES = """
select f.number, f.digest, p.reference, a.payee_name, p.bank, p.card_index, p.amount_fen
from rounds_paymentfile f
left join rounds_payment p on p.file_id = f.id left join rounds_award a on a.id = p.award_id
order by f.number, a.sequence, p.id
"""
AT_ONCE = 5_000  # lines; all that were ever paid would not fit into memory


def check_files() -> list[str]:
    """Every file at fault, in words. Run with the whole register in scope, within a transaction."""
    files = groupby(_lines(), key=lambda row: (row[0], row[1]))
    return [
        phrase("发放文件 {number} 的内容与送银行时不一致", number=number)
        for (number, digest), rows in files
        if digest != table_digest([_line(*row[2:]) for row in rows if row[2]])
    ]


def _lines() -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINES)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _line(
    reference: str, payee_name: str | None, bank: str, card_index: bytes, amount_fen: int
) -> PaymentLine:
    return PaymentLine(reference, payee_name or "", bank, "", bytes(card_index), amount_fen)
