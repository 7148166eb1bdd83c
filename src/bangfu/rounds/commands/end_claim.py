"""A claim comes to its end: money came in, the claim is dropped, or it is written off."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.acts.refusals import refused_as
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor
from bangfu.scope.copying import Draw

from .. import duties
from ..enums import ClaimOutcome
from ..errors import AlreadyDone, NoReason
from ..models import ClaimEnd, Recovery
from ..queries.claims import claim_of
from ..recovery_errors import BeyondClaim, NoReference, NotThatDay, SlipTwice
from ..rules.states import Act
from .steps import begin_step, is_second_click


@use_case(duties.BOOK_RECOVERED)
def book_recovered(
    *,
    round_id: int,
    recovery_id: int,
    amount_fen: int,
    reference: str,
    day: date,
    version: int | None,
    on: date,
    by: Actor,
) -> ClaimEnd:
    """To recover becomes available: the family or somebody for it gave back so much.

    Args:
        reference: number of the bank slip, at most 80 characters.
        day: when it came in; neither before the payment arrived nor after `on`, today.

    Raises:
        Recovery.DoesNotExist: none of this round, or out of the actor's jurisdiction.
        NoReference, NotThatDay, BeyondClaim, SlipTwice, NotPermitted; as `begin_step`.
    """
    if not trim(reference):
        raise NoReference
    told = {"amount_fen": amount_fen, "reference": trim(reference), "day": day}
    end = ClaimEnd(outcome=ClaimOutcome.RECOVERED, **told)
    return _end(Act.BOOK_RECOVERED, round_id, recovery_id, end, version, on, by)


@use_case(duties.END_CLAIM)
def end_claim(
    *,
    round_id: int,
    recovery_id: int,
    outcome: ClaimOutcome,
    amount_fen: int,
    reason: str,
    version: int | None,
    on: date,
    by: Actor,
) -> ClaimEnd:
    """By another approver than the one who decided to recover: dropped, or written off as lost.

    Args:
        outcome: DROPPED or WRITTEN_OFF.
        reason: why, at most 200 characters.

    Raises:
        Recovery.DoesNotExist: none of this round, or out of the actor's jurisdiction.
        NoReason, BeyondClaim, NotPermitted; as `begin_step`.
        ValueError: money that came in is booked, not decided.
    """
    if outcome not in (ClaimOutcome.DROPPED, ClaimOutcome.WRITTEN_OFF):
        raise ValueError("what came in is booked by book_recovered, or by the bank's answer")
    if not trim(reason):
        raise NoReason
    end = ClaimEnd(outcome=outcome, amount_fen=amount_fen, reason=trim(reason), day=on)
    return _end(Act.END_CLAIM, round_id, recovery_id, end, version, on, by)


def _end(
    act: Act,
    round_id: int,
    recovery_id: int,
    end: ClaimEnd,
    version: int | None,
    on: date,
    by: Actor,
) -> ClaimEnd:
    _refuse_second_click(round_id, version, recovery_id, end, by)
    moving = begin_step(act, round_id, version, on=on)
    (round_,) = moving.rows
    recovery = Recovery.objects.visible_to(by).get(pk=recovery_id, round=round_)
    _refuse_unfit(recovery, end, on)
    end.recovery, end.round_id, end.household_id = recovery, round_.pk, recovery.household_id
    end.by_user_id, end.by_name = by.officer_id, by.name
    end.pk = next(Draw(ClaimEnd))
    document = end.reference or recovery.payment.reference
    movement = Movement(end.outcome)
    posting = Posting(round_.fund_id, movement, end.amount_fen, end.idem, document, recovery.idem)
    post_transfers([posting], day=end.day, by=by)
    with refused_as({"claim_recovered_once": SlipTwice}):
        end.save(force_insert=True)  # refused by the database without its movement
    moving.reason = end.reason
    detail = {
        "round": round_.pk,
        "recovery": recovery.pk,
        "outcome": str(end.outcome),
        "amount_fen": end.amount_fen,
    }
    moving.write()
    tell("award", recovery.award_id, detail)
    return end


def _refuse_second_click(
    round_id: int, version: int | None, recovery_id: int, end: ClaimEnd, by: Actor
) -> None:
    round_ = is_second_click(round_id, version, by)
    latest = ClaimEnd.objects.filter(recovery_id=recovery_id, round_id=round_id).last()
    if round_ and latest:
        before = (latest.outcome, latest.amount_fen, latest.reference, latest.by_user_id)
        if before == (end.outcome, end.amount_fen, end.reference, by.user_id):
            raise AlreadyDone(round_.state_label)


def _refuse_unfit(recovery: Recovery, end: ClaimEnd, on: date) -> None:
    arrived = recovery.payment.answered_on
    if end.day > on or (arrived and end.day < arrived):
        raise NotThatDay(end.day, arrived or on, on)
    left = claim_of(recovery).sums.open
    if not 0 < end.amount_fen <= left:
        raise BeyondClaim(left)
