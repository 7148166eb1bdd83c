"""Decide that money which arrived was paid wrongly, and claim it back (追回)."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor
from bangfu.scope.copying import Draw

from .. import duties
from ..enums import PaymentState
from ..errors import AlreadyDone, NoReason
from ..models import Award, Payment, Recovery, Round
from ..queries.claims import claimed_of
from ..recovery_errors import BeyondPayment, NotPaid
from ..rules.states import Act
from .steps import begin_step, is_second_click


@use_case(duties.RECOVER)
def recover_payment(
    *,
    round_id: int,
    award_id: int,
    amount_fen: int,
    reason: str,
    version: int | None,
    on: date,
    by: Actor,
) -> Recovery:
    """By an approver who neither planned the round nor released it; paid to to-recover.

    Args:
        amount_fen: the whole payment or what was too much; of what is not claimed yet.
        reason: why it was wrong, at most 200 characters.

    Raises:
        Award.DoesNotExist: none of this round, or out of the actor's jurisdiction.
        NotPaid: nothing arrived. BeyondPayment: more than arrived and is not claimed yet.
        NoReason, NotPermitted; as `begin_step`.
    """
    _refuse_second_click(round_id, version, award_id, (amount_fen, trim(reason)), by)
    moving = begin_step(Act.RECOVER, round_id, version, on=on)
    (round_,) = moving.rows
    award = Award.objects.visible_to(by).get(pk=award_id, round=round_)
    if not trim(reason):
        raise NoReason
    payment = award.payments.filter(state=PaymentState.PAID).first()
    if payment is None:
        raise NotPaid
    left = payment.amount_fen - claimed_of(payment).live
    if not 0 < amount_fen <= left:
        raise BeyondPayment(left)
    recovery = _recovery(award, payment, amount_fen, reason, on, by)
    _claim(round_, payment, recovery, on, by)
    recovery.save(force_insert=True)  # refused by the database without its movement
    moving.reason = recovery.reason
    detail = {"round": round_.pk, "recovery": recovery.pk, "amount_fen": amount_fen}
    moving.write()
    tell("award", award.pk, detail)
    return recovery


def _refuse_second_click(
    round_id: int, version: int | None, award_id: int, told: tuple[int, str], by: Actor
) -> None:
    """As in `decide_return`: the round's state can't tell it. `told`: amount and reason."""
    round_ = is_second_click(round_id, version, by)
    if round_ is None:
        return
    latest = Recovery.objects.filter(award_id=award_id, round_id=round_id).last()
    if latest and (latest.decided_by_id, latest.amount_fen, latest.reason) == (
        by.officer_id,
        *told,
    ):
        raise AlreadyDone(round_.state_label)


def _recovery(
    award: Award, payment: Payment, amount_fen: int, reason: str, on: date, by: Actor
) -> Recovery:
    return Recovery(
        pk=next(Draw(Recovery)),
        household_id=award.household_id,
        round_id=award.round_id,
        award=award,
        payment=payment,
        amount_fen=amount_fen,
        reason=trim(reason),
        decided_by_id=by.officer_id,
        decided_by_name=by.name,
        decided_on=on,
    )


def _claim(round_: Round, payment: Payment, recovery: Recovery, on: date, by: Actor) -> None:
    posting = Posting(
        round_.fund_id,
        Movement.CLAIM_BACK,
        recovery.amount_fen,
        recovery.idem,
        payment.reference,
        f"{Movement.PAY}:{payment.reference}",
    )
    post_transfers([posting], day=on, by=by)
