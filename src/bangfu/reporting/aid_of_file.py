"""What one household was awarded, what of it arrived, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.registry.models import Household
from bangfu.rounds.enums import PaymentState
from bangfu.rounds.models import Award, Round
from bangfu.rounds.queries.claims import Claim, claims_of
from bangfu.rounds.rules.claims import Claimed, ClaimState, together
from bangfu.scope.actors import Actor


@dataclass(frozen=True)
class AwardStanding:
    """One award of the household, with how its last payment stands; `state` "" before any.

    `round` is None where another union's, out of sight, paid it: the family moved here, or the union
    above pays. `paid_on`: when the bank said so, None while it has not. `claimed`: what of it is claimed
    back by decision. `reasons`: every one that was demanded on the way, each with what was decided.
    """

    award: Award
    round: Round | None
    state: str
    state_label: str
    paid_on: date | None
    claimed: Claimed
    reasons: tuple[str, ...]

    @property
    def arrived_fen(self) -> int:
        return self.award.amount_fen if self.state == PaymentState.PAID else 0

    @property
    def recovered_fen(self) -> int:
        """Of what arrived and did not come back whole."""
        return self.claimed.recovered if self.arrived_fen else 0

    @property
    def claim_state(self) -> ClaimState:
        return self.claimed.state(self.award.amount_fen)


@dataclass(frozen=True)
class AidTotal:
    """In fen: what arrived, and of that what came back later by decision. What never arrived is in neither."""

    arrived: int
    recovered: int


def aid_given(household: Household, by: Actor) -> list[AwardStanding]:
    """Every award, the last first."""
    awards = (
        Award.objects.filter(household=household)
        .prefetch_related("payments", "decisions")
        .order_by("-id")
    )
    # Asked apart: a round out of sight would take its award along.
    rounds = Round.objects.select_related("programme", "fund").in_bulk(
        {award.round_id for award in awards}
    )
    claims = claims_of([award.pk for award in awards], by)
    standing = [
        _aid(award, rounds.get(award.round_id), claims.get(award.pk, ())) for award in awards
    ]
    return sorted(standing, key=_of_day, reverse=True)


def aid_total(aid: Iterable[AwardStanding]) -> AidTotal:
    listed = list(aid)
    return AidTotal(
        sum(standing.arrived_fen for standing in listed),
        sum(standing.recovered_fen for standing in listed),
    )


def _of_day(standing: AwardStanding) -> tuple[date, int]:
    day = standing.round.day if standing.round else standing.paid_on
    return day or date.min, standing.award.pk


def _aid(award: Award, round_: Round | None, claims: Sequence[Claim]) -> AwardStanding:
    claimed = together(claim.sums for claim in claims)
    reasons = tuple(_reasons(award, round_, claims))
    payments = sorted(award.payments.all(), key=lambda payment: payment.pk)
    if not payments:
        return AwardStanding(award, round_, "", "", None, claimed, reasons)
    state = PaymentState(payments[-1].state)
    paid_on = payments[-1].answered_on if state is PaymentState.PAID else None
    return AwardStanding(award, round_, state.value, state.label, paid_on, claimed, reasons)


def _reasons(award: Award, round_: Round | None, claims: Sequence[Claim]) -> Iterator[str]:
    if round_ and round_.cancel_reason:
        yield phrase("批次取消：{reason}", reason=round_.cancel_reason)
    for decision in sorted(award.decisions.all(), key=lambda decision: decision.pk):
        yield phrase(
            "{on} 退回处理（{outcome}），{who}：{reason}",
            on=decision.decided_on,
            outcome=decision.outcome_label,
            who=decision.decided_by_name,
            reason=decision.reason,
        )
    for claim in claims:
        yield from _reasons_of_claim(claim)


def _reasons_of_claim(claim: Claim) -> Iterator[str]:
    decided = claim.recovery
    yield phrase(
        "{on} 决定追回 {amount} 元，{who}：{reason}",
        on=decided.decided_on,
        amount=format_yuan(decided.amount_fen),
        who=decided.decided_by_name,
        reason=decided.reason,
    )
    for end in claim.ends:
        yield phrase(
            "{on} {outcome} {amount} 元，{who}：{reason}",
            on=end.day,
            outcome=end.outcome_label,
            amount=format_yuan(end.amount_fen),
            who=end.by_name,
            reason=end.reason or end.reference,
        )
