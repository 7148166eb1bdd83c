"""Book money that has come in, with the document that shows it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import Movement
from ..models import Fund
from .post_transfers import Posting, post_transfers


@transaction.atomic
def receive_money(
    *, fund_id: int, amount_fen: int, reference: str, day: date, key: str, by: Actor
) -> bool:
    """Source to available. The same key and content again changes nothing.

    Args:
        reference: number of the allocation or bank slip.
        key: drawn once for each form shown, so that a second click is the same act.

    Returns:
        Whether anything was booked.

    Raises:
        Fund.DoesNotExist: not in the actor's jurisdiction.
        NotPositive, TooMuch, NoDocument, KeyReused, NotPermitted
    """
    by.require(Role.FUND_OFFICER, Role.OPERATOR)
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    idem = f"receive:{fund.pk}:{key}"
    posting = Posting(fund.pk, Movement.RECEIVE, amount_fen, idem, reference.strip())
    booked = post_transfers([posting], day=day, by=by) == 1
    if booked:
        detail = {"amount_fen": amount_fen, "day": str(day)}
        record(by, "funds.receive", "fund", fund.pk, detail)
    return booked
