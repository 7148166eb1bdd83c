"""What is claimed back of payments, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bangfu.scope.actors import Actor

from ..enums import ClaimOutcome
from ..models import ClaimEnd, Payment, Recovery, Round
from ..rules.claims import Claimed, together


@dataclass(frozen=True)
class Claim:
    """One decision to recover, with all that became of it, in order."""

    recovery: Recovery
    ends: tuple[ClaimEnd, ...]

    @property
    def sums(self) -> Claimed:
        """What was claimed and what came of it, in fen."""
        of = {
            outcome: sum(end.amount_fen for end in self.ends if end.outcome == outcome)
            for outcome in ClaimOutcome
        }
        return Claimed(
            self.recovery.amount_fen,
            of[ClaimOutcome.RECOVERED],
            of[ClaimOutcome.DROPPED],
            of[ClaimOutcome.WRITTEN_OFF],
            of[ClaimOutcome.SENT_BACK],
        )


def claims_of(awards: Collection[int], by: Actor) -> Mapping[int, list[Claim]]:
    """Award → its claims in order; an award without any is missing."""
    if not awards:
        return {}
    recoveries = list(Recovery.objects.visible_to(by).filter(award__in=awards).order_by("pk"))
    ends: dict[int, list[ClaimEnd]] = defaultdict(list)
    for end in ClaimEnd.objects.visible_to(by).filter(recovery__in=recoveries).order_by("pk"):
        ends[end.recovery_id].append(end)
    claims: dict[int, list[Claim]] = defaultdict(list)
    for recovery in recoveries:
        claims[recovery.award_id].append(Claim(recovery, tuple(ends[recovery.pk])))
    return claims


def claim_of(recovery: Recovery) -> Claim:
    """One decision with its ends, the oldest first."""
    return Claim(recovery, tuple(recovery.ends.order_by("pk")))


def claimed_of(payment: Payment) -> Claimed:
    """The sums of all claims of one payment."""
    return together(claim_of(each).sums for each in payment.recoveries.order_by("pk"))


def claimed_in(round_: Round) -> dict[int, Claimed]:
    """By payment of a round, the sums of all its claims; one without any is missing."""
    claims: dict[int, list[Claimed]] = defaultdict(list)
    for each in Recovery.objects.filter(round=round_).prefetch_related("ends"):
        claims[each.payment_id].append(Claim(each, tuple(each.ends.all())).sums)
    return {payment: together(sums) for payment, sums in claims.items()}


def claim_decisions() -> list[tuple[str, str]]:
    """What an approver may decide on a claim."""
    decided = (ClaimOutcome.DROPPED, ClaimOutcome.WRITTEN_OFF)
    return [(outcome.value, str(outcome.label)) for outcome in decided]
