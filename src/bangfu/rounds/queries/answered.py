"""Which payments an answer of the bank decided."""

from __future__ import annotations

from django.db.models import QuerySet

from bangfu.funds.enums import Movement
from bangfu.funds.queries.movements import references_moved

from ..bank_models import BankAnswer
from ..models import Payment

#: What an answer moves of a payment: it arrived, came back, or came back after it had arrived.
REASONS = (Movement.PAY, Movement.RETURN, Movement.CLAIM_BACK)


def decided_by(answer: BankAnswer) -> QuerySet[Payment]:
    """An answer is kept right after what it moved, behind the round's lock: what lies between it and the
    answer before is its own. None where the fund is out of sight.
    """
    round_ = answer.round
    before = round_.answers.filter(at__lt=answer.at).order_by("at").last()
    moved = references_moved(round_.fund_id, REASONS, before.at if before else None, answer.at)
    return Payment.objects.filter(round=round_, reference__in=moved)
