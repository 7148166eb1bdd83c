"""Which payments an answer of the bank decided."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bangfu.funds.enums import Movement
from bangfu.funds.queries.movements import moved_between

from ..bank_models import BankAnswer
from ..enums import ClaimOutcome
from ..models import ClaimEnd, Payment

#: What an answer moves of a payment itself: it arrived, came back, or came back after it had arrived.
OF_PAYMENTS = (Movement.PAY, Movement.RETURN, Movement.CLAIM_BACK)
#: What it moves of its claims: the open rest came in; what was recovered or written off came once more.
OF_CLAIMS = (ClaimOutcome.SENT_BACK, Movement.SURPLUS, Movement.REGAINED)


def decided_by(answer: BankAnswer) -> QuerySet[Payment]:
    """An answer is kept right after what it moved, behind the round's lock: what it moves of the round
    between the answer before and itself is its own. None where the fund is out of sight.

    What an officer claims back or books by slip meanwhile stands under the same reasons, but not under the
    same keys (`pay:BF000005-000001-1`, `surplus:recovery:3`): the keys say which is whose.
    """
    round_ = answer.round
    before = round_.answers.filter(at__lt=answer.at).order_by("at").last()
    moved = moved_between(round_.fund_id, before.at if before else None, answer.at)
    of_claims = moved.filter(idem__regex=f"^({'|'.join(OF_CLAIMS)}):recovery:")
    ends = [int(idem.rpartition(":")[2]) for idem in of_claims.values_list("idem", flat=True)]
    claimed = ClaimEnd.objects.filter(pk__in=ends).values("recovery__payment")
    itself = moved.filter(reason__in=OF_PAYMENTS).exclude(idem__contains=":recovery:")
    of_answer = Q(reference__in=itself.values("reference")) | Q(pk__in=claimed)
    return Payment.objects.filter(of_answer, round=round_)
