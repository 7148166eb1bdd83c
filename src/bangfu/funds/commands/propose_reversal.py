"""Propose that a receipt booked wrongly be reversed (红字冲正); nothing moves yet."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import BeyondAvailable, BeyondReceipt, NoReason, NotPositive, ReversalWaits
from ..models import Reversal, Transfer
from ..queries.balances import balances_of
from ..queries.reversals import left_of, waiting_for
from .holding import hold_fund


@use_case(duties.PROPOSE_REVERSAL)
def propose_reversal(
    *, fund_id: int, receipt_id: int, amount_fen: int, reason: str, on: date, by: Actor
) -> Reversal:
    """By whoever keeps the fund; another person does it (`answer_reversal`).

    Args:
        amount_fen: the whole receipt, or what was booked too much; within what is available.
        reason: why, at most 200 characters.

    Returns:
        The proposal; the same one where this officer proposed the same before and it still waits.

    Raises:
        Fund.DoesNotExist, Transfer.DoesNotExist: out of the actor's jurisdiction, or no receipt of the fund.
        NoReason, NotPositive, BeyondReceipt, BeyondAvailable, ReversalWaits, NotPermitted.
    """
    fund = hold_fund(fund_id, by)
    receipt = Transfer.objects.get(pk=receipt_id, fund=fund, reason="receive")
    if not trim(reason):
        raise NoReason
    if amount_fen <= 0:
        raise NotPositive
    if waiting := waiting_for(receipt):
        if _is_the_same(waiting, amount_fen, reason, by):
            nothing_changed()
            return waiting
        raise ReversalWaits
    _refuse_beyond(receipt, amount_fen)
    proposal = Reversal.objects.create(
        fund=fund,
        receipt=receipt,
        amount_fen=amount_fen,
        reason=trim(reason),
        proposed_by_id=by.officer_id,
        proposed_by_name=by.name,
        proposed_on=on,
    )
    detail = {"receipt": receipt.pk, "reversal": proposal.pk, "amount_fen": amount_fen}
    tell("fund", fund.pk, detail)
    return proposal


def _is_the_same(waiting: Reversal, amount_fen: int, reason: str, by: Actor) -> bool:
    """A second click."""
    held = (waiting.amount_fen, waiting.reason, waiting.proposed_by_id)
    return held == (amount_fen, trim(reason), by.officer_id)


def _refuse_beyond(receipt: Transfer, amount_fen: int) -> None:
    if amount_fen > (left := left_of(receipt)):
        raise BeyondReceipt(left)
    available = balances_of([receipt.fund_id])[receipt.fund_id].available
    if amount_fen > available:
        raise BeyondAvailable(available)
