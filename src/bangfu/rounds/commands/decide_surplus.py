"""Decide on money that the bank sent back once more: it goes to whoever paid it, or stays in the fund."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import SurplusOutcome
from ..errors import NoReason
from ..models import ClaimEnd, Round, SurplusDecision
from ..queries.surpluses import is_surplus
from ..recovery_errors import NoReference, NoSurplus
from ..rules.states import Act
from .steps import begin_step


@use_case(duties.END_CLAIM, refusals={"surplus_by_another": NoSurplus})
def decide_surplus(
    *,
    round_id: int,
    claim_end_id: int,
    outcome: SurplusOutcome,
    reference: str,
    reason: str,
    version: int | None,
    on: date,
    by: Actor,
) -> SurplusDecision:
    """By an approver who did not decide on the claim. What goes back leaves the fund; what stays is available.

    Args:
        claim_end_id: the slip by which the money had come in before.
        reference: number of the bank slip by which it goes back, at most 80 characters; "" where it stays.
        reason: why, at most 200 characters.

    Raises:
        ClaimEnd.DoesNotExist: none of this round, or out of the actor's jurisdiction.
        NoSurplus: the bank did not send it back, or it was decided.
        NoReason, NoReference, NotPermitted; as `begin_step`.
    """
    moving = begin_step(Act.SURPLUS, round_id, version, on=on)
    (round_,) = moving.rows
    ends = ClaimEnd.objects.visible_to(by).select_related("recovery")
    end = ends.get(pk=claim_end_id, round=round_)
    if not is_surplus(end):
        raise NoSurplus
    if not trim(reason):
        raise NoReason
    if outcome == SurplusOutcome.BACK and not trim(reference):
        raise NoReference
    decision = _decision(end, outcome, reference, reason, on, by)
    _move(round_, end, decision, on, by)
    decision.save(force_insert=True)  # refused by the database without its movement
    moving.reason = decision.reason
    detail = {"round": round_.pk, "outcome": str(outcome), "amount_fen": end.amount_fen}
    moving.write()
    tell("award", end.recovery.award_id, detail)
    return decision


def _decision(
    end: ClaimEnd, outcome: SurplusOutcome, reference: str, reason: str, on: date, by: Actor
) -> SurplusDecision:
    return SurplusDecision(
        household_id=end.household_id,
        round_id=end.round_id,
        claim_end=end,
        outcome=outcome,
        reference=trim(reference) if outcome == SurplusOutcome.BACK else "",
        reason=trim(reason),
        decided_by_id=by.officer_id,
        decided_by_name=by.name,
        decided_on=on,
    )


def _move(round_: Round, end: ClaimEnd, decision: SurplusDecision, on: date, by: Actor) -> None:
    movement = Movement(decision.outcome)
    document = decision.reference or end.reference
    key, about = end.moved_as(movement), end.moved_as(Movement.SURPLUS)
    posting = Posting(round_.fund_id, movement, end.amount_fen, key, document, about)
    post_transfers([posting], day=on, by=by)
