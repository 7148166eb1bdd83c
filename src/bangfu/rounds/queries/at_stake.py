"""What the next step of a round is about: how many, how much. Pages say so before it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from ..enums import PaymentState
from ..models import Award, Payment, Round
from ..rules.states import Act
from .due import due_awards, waiting_payments


@dataclass(frozen=True)
class Stake:
    """Households or payments, and fen."""

    count: int = 0
    total_fen: int = 0


def at_stake(round_: Round, following: str, on: date) -> Stake:
    """Args:
    following: the step that is next (`next_step`); those that move no money of many are about nothing.
    """
    if following == Act.RELEASE:
        due = [each.amount_fen for each in due_awards(round_, on) if not each.held_for]
        return Stake(len(due), sum(due))
    if following == Act.EXPORT:
        return _of(waiting_payments(round_))
    if following == Act.ANSWER:
        return _of(Payment.objects.filter(award__round=round_, state=PaymentState.SENT))
    if following == Act.RECONCILE:
        return _of(Payment.objects.filter(award__round=round_, state=PaymentState.PAID))
    return Stake()


def unused(round_: Round) -> int:
    """Decided and not on the roster, in fen."""
    total = Award.objects.filter(round=round_).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    return (round_.decided_total_fen or 0) - int(total)


def _of(payments: QuerySet[Payment]) -> Stake:
    row = payments.aggregate(count=Count("pk"), fen=Sum("amount_fen"))
    return Stake(row["count"], int(row["fen"] or 0))
