"""Reverse a receipt as another person proposed (红字冲正), or leave it as it stands."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Movement, ReversalOutcome
from ..errors import BeyondAvailable, FundOverdrawn, NoReason, ReversalAnswered, ReversedBySame
from ..models import Reversal, ReversalAnswer
from ..queries.balances import balances_of
from .holding import hold_fund
from .post_transfers import Posting, post_transfers


@use_case(duties.REVERSE)
def answer_reversal(
    *,
    fund_id: int,
    reversal_id: int,
    outcome: ReversalOutcome,
    reason: str,
    on: date,
    by: Actor,
) -> ReversalAnswer:
    """By neither who booked the receipt nor who proposed this. Done: available back to source, in red.

    Args:
        reason: why not, at most 200 characters; may be empty where it is done.

    Returns:
        The answer; the one that stands where this officer gave the same before.

    Raises:
        Fund.DoesNotExist, Reversal.DoesNotExist: out of the actor's jurisdiction.
        ReversalAnswered: somebody else was faster, or it was answered otherwise.
        ReversedBySame, NoReason, BeyondAvailable, NotPermitted.
    """
    proposal = Reversal.objects.select_related("receipt").get(
        pk=reversal_id, fund=hold_fund(fund_id, by)
    )
    if answered := _same_before(proposal, outcome, by):
        nothing_changed()
        return answered
    if by.officer_id in (proposal.proposed_by_id, proposal.receipt.by_user_id):
        raise ReversedBySame
    done = outcome == ReversalOutcome.DONE
    if not done and not trim(reason):
        raise NoReason
    if done:
        _reverse(proposal, on, by)
    answer = ReversalAnswer.objects.create(
        reversal=proposal,
        outcome=outcome,
        reason=trim(reason),
        answered_by_id=by.officer_id,
        answered_by_name=by.name,
        answered_on=on,
    )
    detail = {"receipt": proposal.receipt_id, "reversal": proposal.pk, "outcome": str(outcome)}
    tell("fund", proposal.fund_id, {**detail, "amount_fen": proposal.amount_fen})
    return answer


def _same_before(proposal: Reversal, outcome: ReversalOutcome, by: Actor) -> ReversalAnswer | None:
    """A second click; raises ReversalAnswered for any other answer that stands."""
    answered = ReversalAnswer.objects.filter(reversal=proposal).first()
    if answered and (answered.answered_by_id, answered.outcome) != (by.officer_id, outcome):
        raise ReversalAnswered
    return answered


def _reverse(proposal: Reversal, on: date, by: Actor) -> None:
    posting = Posting(
        proposal.fund_id,
        Movement.REVERSE,
        proposal.amount_fen,
        proposal.idem,
        proposal.receipt.reference,
        proposal.receipt.idem,
    )
    try:
        post_transfers([posting], day=on, by=by)
    except FundOverdrawn as refusal:
        available = balances_of([proposal.fund_id])[proposal.fund_id].available
        raise BeyondAvailable(available) from refusal
