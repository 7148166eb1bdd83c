"""Book money that has come in, with the document that shows it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.text import solid, trim
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Movement
from ..errors import BeforeOpening, ReceiptTwice, ReceivedLater
from ..models import Transfer
from .holding import hold_fund
from .post_transfers import Posting, post_transfers


@use_case(duties.RECEIVE)
def receive_money(
    *, fund_id: int, amount_fen: int, reference: str, day: date, key: str, on: date, by: Actor
) -> bool:
    """Source to available. The same key and content again changes nothing.

    Args:
        reference: number of the allocation or bank slip, at most 80 characters.
        day: when it came in; neither before the fund was opened nor after `on`, today.
        key: drawn once for each form shown, so that a second click is the same act.

    Returns:
        Whether anything was booked.

    Raises:
        Fund.DoesNotExist: not in the actor's jurisdiction.
        BeforeOpening, ReceivedLater: `day` is out of these bounds.
        ReceiptTwice: another form booked the same reference, day and amount.
        KeyReused: the same form came again with other content.
        NotPositive, TooMuch, NoDocument, NotPermitted.
    """
    fund = hold_fund(fund_id, by)
    idem = f"receive:{fund.pk}:{key}"
    posting = Posting(fund.pk, Movement.RECEIVE, amount_fen, idem, trim(reference))
    if day < fund.opened_on:
        raise BeforeOpening(day, fund.opened_on)
    if day > on:
        raise ReceivedLater(day, on)
    _refuse_twice(posting, day)
    booked = post_transfers([posting], day=day, by=by) == 1
    if booked:
        tell("fund", fund.pk, {"amount_fen": amount_fen, "day": str(day)})
    else:
        nothing_changed()
    return booked


def _refuse_twice(posting: Posting, day: date) -> None:
    """Refuse the same slip from a second form; a second click on one form is known by its key.

    References are compared without spaces and width: 拨款１号 is 拨款 1 号.
    """
    alike = Transfer.objects.filter(
        fund_id=posting.fund_id, reason=posting.movement, amount=posting.amount, day=day
    ).exclude(idem=posting.idem)
    for transfer in alike:
        if solid(transfer.reference) == solid(posting.reference):
            raise ReceiptTwice(
                transfer.amount, day, timezone.localtime(transfer.at), transfer.by_name
            )
