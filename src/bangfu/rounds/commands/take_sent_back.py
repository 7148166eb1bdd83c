"""Take in what the bank sent back of payments that were claimed back before: nothing is booked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from bangfu.acts.frame import part_of_act
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.scope.actors import Actor
from bangfu.scope.copying import Draw

from ..enums import ClaimOutcome
from ..models import ClaimEnd, Recovery, Round
from ..queries.claims import Claim, claim_of
from ..rules.states import Act
from .steps import same_person

#: What a claim's end becomes when the bank sends the whole payment back after all.
ONCE_MORE = {
    ClaimOutcome.RECOVERED: Movement.SURPLUS,
    ClaimOutcome.WRITTEN_OFF: Movement.REGAINED,
}


@part_of_act
def take_sent_back(round_: Round, references: Collection[str], *, on: date, by: Actor) -> None:
    """What is open of their claims came in by the bank, and what was written off came after all.

    What had come in before came twice: it is no money of the fund's, and is held apart until an approver
    decides (`decide_surplus`). With what the answer itself claims back of each payment, it comes to the whole.

    Args:
        references: of payments that came back after they had arrived.

    Raises:
        SamePerson: the actor decided one of the claims, so that somebody else takes the answer.
    """
    if not references:
        return
    claimed = Recovery.objects.filter(round=round_, payment__reference__in=references)
    claims = [claim_of(each) for each in claimed.select_related("payment").order_by("pk")]
    if any(claim.recovery.decided_by_id == by.officer_id for claim in claims):
        raise same_person(Act.ANSWER, round_, on)
    ids = Draw(ClaimEnd)
    ends = [_end(claim, next(ids), on, by) for claim in claims if claim.sums.open]
    postings = [_recovered(round_, end) for end in ends]
    postings += [posting for claim in claims for posting in _once_more(round_, claim)]
    post_transfers(postings, day=on, by=by)
    for end in ends:
        end.save(force_insert=True)  # refused by the database without its movement


def _end(claim: Claim, key: int, on: date, by: Actor) -> ClaimEnd:
    recovery = claim.recovery
    return ClaimEnd(
        pk=key,
        household_id=recovery.household_id,
        round_id=recovery.round_id,
        recovery=recovery,
        outcome=ClaimOutcome.SENT_BACK,
        amount_fen=claim.sums.open,
        reference=recovery.payment.reference,
        day=on,
        by_user_id=by.officer_id,
        by_name=by.name,
    )


def _recovered(round_: Round, end: ClaimEnd) -> Posting:
    of = (round_.fund_id, Movement.RECOVERED, end.amount_fen)
    return Posting(*of, end.idem, end.reference, end.recovery.idem)


def _once_more(round_: Round, claim: Claim) -> Iterator[Posting]:
    for end in claim.ends:
        if movement := ONCE_MORE.get(ClaimOutcome(end.outcome)):
            document = end.reference or claim.recovery.payment.reference
            of = (round_.fund_id, movement, end.amount_fen)
            yield Posting(*of, end.moved_as(movement), document, end.idem)
