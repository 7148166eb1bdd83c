"""Decide on money that could not be paid: give it back to the fund, or pay again to today's card."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.audit.eras import era_code
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.funds.queries.movements import is_posted
from bangfu.kernel.text import trim
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PaymentState, ReturnOutcome
from ..errors import (
    AccountUnconfirmed,
    AlreadyDone,
    FileMoved,
    NoCurrentCard,
    NoReason,
    NotReturned,
)
from ..models import Award, Payment, ReturnDecision, Round
from ..queries.accounts import account_sound
from ..queries.claims import claimed_of
from ..queries.due import CurrentCard, current_card, held_back
from ..recovery_errors import ClaimedBack
from ..rules.numbering import prefix_of
from ..rules.states import Act
from .steps import begin_step, is_second_click

REFUSALS = {
    "decision_account_confirmed": AccountUnconfirmed,
    "decision_not_of_claimed": ClaimedBack,
}


@use_case(duties.DECIDE_RETURN, refusals=REFUSALS)
def decide_return(
    *,
    round_id: int,
    award_id: int,
    outcome: ReturnOutcome,
    reason: str,
    version: int | None,
    on: date,
    by: Actor,
) -> ReturnDecision:
    """By an approver who did not plan the round, for a returned payment or an award held back.

    To pay again fixes the card of the file as of `on`; the money waits, reserved, for a releaser.

    Args:
        reason: why, at most 200 characters.

    Raises:
        NoReason, NotPermitted; as `begin_step`.
        Award.DoesNotExist: none of this round, or out of the actor's jurisdiction.
        NotReturned: it neither came back nor is held back.
        NoCurrentCard: to pay again, while the file holds no card.
        AccountUnconfirmed: to pay again, while nobody has seen the account's original where that is needed.
        ClaimedBack: to pay again what was claimed back by decision, whole or in part.
        FileMoved: to pay again, while the file lies out of the payer's sight.
        AlreadyDone: a second click on the page where this was decided.
    """
    _refuse_second_click(round_id, version, award_id, outcome, by)
    moving = begin_step(Act.RETURN, round_id, version, on=on)
    (round_,) = moving.rows
    award = Award.objects.visible_to(by).get(pk=award_id, round=round_)
    if not trim(reason):
        raise NoReason
    returned = award.payments.filter(state=PaymentState.RETURNED).first()
    if returned is None and award.pk not in held_back(round_, on, [award.pk]):
        raise NotReturned
    if outcome == ReturnOutcome.AGAIN and returned and claimed_of(returned).live:
        raise ClaimedBack
    card = _card(award, outcome, on)
    decision = _keep(award, returned, outcome, reason, card, on, by)
    if returned is not None:
        returned.state = PaymentState.CLOSED
        returned.save(update_fields=["state"])
    _move_money(round_, award, returned, decision, on, by)
    moving.reason = decision.reason
    detail = {"round": round_.pk, "outcome": str(outcome), "amount_fen": award.amount_fen}
    moving.write()
    tell("award", award.pk, detail)
    return decision


def _refuse_second_click(
    round_id: int, version: int | None, award_id: int, outcome: ReturnOutcome, by: Actor
) -> None:
    """Deciding leaves the round's state as it is, so that its state can't tell a second click."""
    round_ = is_second_click(round_id, version, by)
    if round_ is None:
        return
    latest = ReturnDecision.objects.filter(award_id=award_id, award__round=round_).last()
    if latest and (latest.decided_by_id, latest.outcome) == (by.officer_id, outcome):
        raise AlreadyDone(round_.state_label)


def _card(award: Award, outcome: ReturnOutcome, on: date) -> CurrentCard | None:
    if outcome == ReturnOutcome.RESTORE:
        return None
    card, household = current_card(award, on), Household.objects.filter(pk=award.household_id)
    place = household.values_list("area_code", flat=True).first()
    if card is None or place is None:
        raise FileMoved if place is None else NoCurrentCard
    if not account_sound(card.secret_id, place, on):
        raise AccountUnconfirmed
    return card


def _keep(
    award: Award,
    returned: Payment | None,
    outcome: ReturnOutcome,
    reason: str,
    card: CurrentCard | None,
    on: date,
    by: Actor,
) -> ReturnDecision:
    return ReturnDecision.objects.create(
        household_id=award.household_id,
        round_id=award.round_id,
        award=award,
        payment=returned,
        outcome=outcome,
        reason=trim(reason),
        bank=card.bank if card else "",
        card_secret_id=card.secret_id if card else None,
        card_index=card.blind_index if card else None,
        decided_by_id=by.officer_id,
        decided_by_name=by.name,
        decided_on=on,
    )


def _move_money(
    round_: Round,
    award: Award,
    returned: Payment | None,
    decision: ReturnDecision,
    on: date,
    by: Actor,
) -> None:
    """Held-back money never left the reserve: to pay it again moves nothing.

    What came back after it had arrived is available already: to give it back moves nothing, to pay it
    again reserves it anew.
    """
    again = decision.outcome == ReturnOutcome.AGAIN
    late = returned is not None and is_posted(f"{Movement.PAY}:{returned.reference}")
    if (returned is None and again) or (late and not again):
        return
    if late:
        movement = Movement.RESERVE
    elif returned is None:
        movement = Movement.UNRESERVE
    else:
        movement = Movement.AGAIN if again else Movement.RESTORE
    posting = Posting(
        round_.fund_id,
        movement,
        award.amount_fen,
        f"{movement}:decision:{decision.pk}",
        returned.reference
        if returned
        else f"{prefix_of(era_code(), round_.pk)}{award.sequence:06d}",
    )
    post_transfers([posting], day=on, by=by)
