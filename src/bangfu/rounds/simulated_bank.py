"""A bank made up for demos and tests: reads the rows of a payment file, writes those of an answer.

Nothing is drawn by chance: the same file and options give the same answer, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bangfu.kernel.cards import luhn_ok
from bangfu.kernel.money import parse_yuan, plain_yuan

from .rules.bank_answer import HEADER
from .rules.bank_words import PAID, RETURNED
from .rules.payment_table import COUNT, TOTAL

NO_SUCH_CARD, ACCOUNT_CLOSED = "账号不存在", "账户已销户"


@dataclass(frozen=True)
class Behaviour:
    """Attributes:
    return_every: each n-th payment comes back; 0 for none.
    bad_cards: cards without a right check digit come back.
    lose: references it never answers.
    duplicate: references it answers twice.
    reorder: it answers last first.
    """

    return_every: int = 0
    bad_cards: bool = False
    lose: frozenset[str] = frozenset()
    duplicate: frozenset[str] = frozenset()
    reorder: bool = False


def answer_rows(
    rows: Sequence[Sequence[str]], behaviour: Behaviour = Behaviour()
) -> list[list[str]]:
    """The answer to a payment file's rows, header and control totals included."""
    body = [row for row in rows[1:] if row[0] != COUNT]
    answers = [
        _answer(number, row, behaviour)
        for number, row in enumerate(body, start=1)
        if row[1] not in behaviour.lose
    ]
    answers += [row for row in answers if row[0] in behaviour.duplicate]
    if behaviour.reorder:
        answers.reverse()
    total = plain_yuan(sum(parse_yuan(row[3]) for row in answers))
    return [list(HEADER), *answers, [COUNT, str(len(answers)), TOTAL, total]]


def _answer(number: int, row: Sequence[str], behaviour: Behaviour) -> list[str]:
    _sequence, reference, _name, _bank, card, amount, _purpose = row[:7]
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        (NO_SUCH_CARD, lambda: behaviour.bad_cards and not luhn_ok(card)),
        (
            ACCOUNT_CLOSED,
            lambda: behaviour.return_every > 0 and number % behaviour.return_every == 0,
        ),
    )
    reason = next((text for text, holds in tests if holds()), "")
    return [reference, RETURNED if reason else PAID, reason, amount]
