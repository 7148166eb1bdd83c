"""Receipts that are reversed in red, and what is proposed to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_values
from bangfu.scope.prepared import prepared_rows

from .. import duties
from ..enums import Movement
from ..models import Fund, Reversal, ReversalAnswer, Transfer

UNANSWERED = """
select v.id from funds_reversal v join funds_fund f on f.id = v.fund_id
where {in_sight} and not exists (select from funds_reversalanswer a where a.reversal_id = v.id)
"""


@dataclass(frozen=True)
class ProposedReversal:
    """`may_answer`: the one who looks, as far as duty and person go."""

    reversal: Reversal
    answer: ReversalAnswer | None
    may_answer: bool


def left_of(receipt: Transfer) -> int:
    """What is not reversed yet of a receipt, in fen."""
    reversed_fen = receipt.undone_by.aggregate(fen=Sum("amount"))["fen"] or 0
    return receipt.amount - int(reversed_fen)


def reversed_in(fund: Fund) -> int:
    """What was reversed of a fund's receipts, in fen."""
    red = Transfer.objects.filter(fund=fund, reason=Movement.REVERSE)
    return int(red.aggregate(fen=Sum("amount"))["fen"] or 0)


def waiting_for(receipt: Transfer) -> Reversal | None:
    """The proposal for a receipt that nobody has answered."""
    return receipt.reversals.filter(answer=None).first()


def waiting_in(fund: Fund) -> QuerySet[Reversal]:
    """Proposals of a fund that nobody has answered, the oldest first."""
    return Reversal.objects.filter(fund=fund, answer=None).select_related("receipt").order_by("pk")


def reversals_waiting(by: Actor) -> list[Reversal]:
    """What the officer may answer: proposed by somebody else, of a receipt that somebody else booked."""
    if not holds(by, duties.REVERSE):
        return []
    ids = prepared_rows(UNANSWERED.format(in_sight=sight(by, "f")), sight_values(by))
    if not ids:
        return []
    proposed = Reversal.objects.filter(pk__in=[id_ for (id_,) in ids]).select_related(
        "receipt", "fund"
    )
    return [each for each in proposed.order_by("pk") if _may_answer(each, each.receipt, by)]


def reversals_of(receipt: Transfer, by: Actor) -> list[ProposedReversal]:
    """All that was proposed for a receipt, with what was answered, in order."""
    answers = {
        each.reversal_id: each for each in ReversalAnswer.objects.filter(reversal__receipt=receipt)
    }
    return [
        ProposedReversal(each, answers.get(each.pk), _may_answer(each, receipt, by))
        for each in receipt.reversals.order_by("pk")
    ]


def _may_answer(proposal: Reversal, receipt: Transfer, by: Actor) -> bool:
    concerned = (proposal.proposed_by_id, receipt.by_user_id)
    return holds(by, duties.REVERSE) and by.user_id not in concerned


def reversal_seen(by: Actor, fund_id: int, reversal_id: int) -> Reversal:
    """Raises Fund.DoesNotExist, Reversal.DoesNotExist: not in the actor's jurisdiction."""
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    return Reversal.objects.get(pk=reversal_id, fund=fund)
