"""All that led to one award and came of it: the walk of an auditor, from the approval to the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bangfu.casework.models import Case, CaseEvent
from bangfu.funds.enums import Movement
from bangfu.funds.queries.movements import MovedLine, moved_by
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor

from ..enums import ClaimOutcome, PaymentState
from ..models import (
    Award,
    BankAnswer,
    ClaimEnd,
    Payment,
    ReturnDecision,
    Round,
    RoundEvent,
    SurplusDecision,
)
from ..rules.claims import Claimed, ClaimState, together
from ..rules.states import Act, duty_of
from .claims import Claim, claims_of
from .out_of_sight import card_masks, file_no_of, files_in_sight

#: What is booked of a claim's end once the bank has sent the whole payment back.
ONCE_MORE = (
    Movement.SURPLUS,
    Movement.REGAINED,
    Movement.SURPLUS_BACK,
    Movement.SURPLUS_KEPT,
)


@dataclass(frozen=True)
class Said:
    """What one answer of the bank said of a payment; `why` is its reason, "" for none."""

    answer: BankAnswer
    what: str
    why: str


@dataclass(frozen=True)
class Attempt:
    """One payment with its way through the bank. `moved`: what the ledger booked of it, by movement.

    `answers`: the bank's answers that told of it, the first first: it arrived, and perhaps came back.
    """

    payment: Payment
    card_mask: str
    moved: Mapping[str, MovedLine]
    answers: tuple[Said, ...]


@dataclass(frozen=True)
class Surplus:
    """What came in by a slip and was sent back by the bank as well; `decision` None: nobody decided yet."""

    end: ClaimEnd
    decision: SurplusDecision | None


@dataclass(frozen=True)
class AwardChain:
    """`case` and `file` are None where they moved out of the reader's sight."""

    award: Award
    round: Round
    file: Household | None
    file_no: str
    card_mask: str
    case: Case | None
    approval: CaseEvent | None
    events: Mapping[str, RoundEvent]
    attempts: tuple[Attempt, ...]
    decisions: tuple[ReturnDecision, ...]
    claims: tuple[Claim, ...]
    moved: tuple[MovedLine, ...]
    surplus_decisions: Mapping[int, SurplusDecision]

    def surpluses_of(self, claim: Claim) -> list[Surplus]:
        """Of money that came in for a claim, what its bank sent back once more, in order."""
        keys = {line.transfer.idem for line in self.moved}
        return [
            Surplus(end, self.surplus_decisions.get(end.pk))
            for end in claim.ends
            if end.moved_as(Movement.SURPLUS) in keys
        ]

    @property
    def stages(self) -> list[tuple[str, RoundEvent]]:
        """What was done with the whole round before any payment, in order."""
        acts = (Act.PLAN, Act.DECIDE, Act.ROSTER)
        done = [(act.label, self.events.get(duty_of(act))) for act in acts]
        return [(label, event) for label, event in done if event]

    @property
    def claimed(self) -> Claimed:
        """All claims on it together, in fen."""
        return together(claim.sums for claim in self.claims)

    @property
    def claim_state(self) -> ClaimState:
        """What of the award is claimed back, as a word."""
        return self.claimed.state(self.award.amount_fen)

    @property
    def paid(self) -> Payment | None:
        """The payment that arrived and did not come back; None where none has."""
        live = [each.payment for each in self.attempts if each.payment.state == PaymentState.PAID]
        return live[-1] if live else None

    @property
    def left_to_claim(self) -> int:
        """What arrived and is not claimed back, in fen."""
        if self.paid is None:
            return 0
        own = [claim.sums for claim in self.claims if claim.recovery.payment_id == self.paid.pk]
        return self.paid.amount_fen - together(own).live


def award_chain(round_: Round, award_id: int, by: Actor) -> AwardChain:
    """Raises Award.DoesNotExist: none of this round, or out of the actor's jurisdiction."""
    award = Award.objects.visible_to(by).get(pk=award_id, round=round_)
    file = files_in_sight([award.household_id]).get(award.household_id)
    payments = list(award.payments.select_related("file").order_by("pk"))
    decisions = tuple(award.decisions.order_by("pk"))
    claims = tuple(claims_of([award.pk], by).get(award.pk, ()))
    moved = moved_by(_keys(payments, decisions, claims))
    masks = card_masks([award.card_secret_id, *(each.card_secret_id for each in payments)])
    case = Case.objects.visible_to(by).filter(pk=award.case_id).first()
    events = {event.duty: event for event in round_.events.order_by("id")}
    return AwardChain(
        award=award,
        round=round_,
        file=file,
        file_no=file_no_of(file),
        card_mask=masks[award.card_secret_id],
        case=case,
        approval=_approval(case, events.get(duty_of(Act.ROSTER))),
        events=events,
        attempts=tuple(_attempts(round_, payments, claims, moved, masks)),
        decisions=decisions,
        claims=claims,
        moved=tuple(moved),
        surplus_decisions={
            each.claim_end_id: each
            for each in SurplusDecision.objects.visible_to(by).filter(
                claim_end__recovery__award=award
            )
        },
    )


def _approval(case: Case | None, roster: RoundEvent | None) -> CaseEvent | None:
    """What the award rests on: the newest word when the roster was locked, whatever was said later."""
    if case is None:
        return None
    approved = case.events.filter(to_state="approved").order_by("id")
    return (approved.filter(at__lte=roster.at) if roster else approved).last()


def _keys(
    payments: list[Payment], decisions: tuple[ReturnDecision, ...], claims: tuple[Claim, ...]
) -> Iterator[str]:
    """Keys of all acts that may have moved this money."""
    for payment in payments:
        for movement in ("clear", "pay", "return", "claim_back", "recovered"):
            yield f"{movement}:{payment.reference}"
    for decision in decisions:
        for movement in ("restore", "again", "unreserve", "reserve"):
            yield f"{movement}:decision:{decision.pk}"
    for claim in claims:
        yield claim.recovery.idem
        for end in claim.ends:
            yield end.idem
            yield from (end.moved_as(movement) for movement in ONCE_MORE)


def _attempts(
    round_: Round,
    payments: list[Payment],
    claims: tuple[Claim, ...],
    moved: list[MovedLine],
    masks: Mapping[int, str],
) -> Iterator[Attempt]:
    answers = list(BankAnswer.objects.filter(round=round_).order_by("at"))
    by_key = {line.transfer.idem: line for line in moved}
    for payment in payments:
        own = {
            key.split(":")[0]: line
            for key, line in by_key.items()
            if key.endswith(f":{payment.reference}")
        }
        ends = [end for c in claims if c.recovery.payment_id == payment.pk for end in c.ends]
        booked = _booked(payment, ends, {key: line.transfer.at for key, line in by_key.items()})
        said = tuple(_said(payment, booked, answers))
        yield Attempt(payment, masks[payment.card_secret_id], own, said)


def _booked(
    payment: Payment, ends: list[ClaimEnd], moved_at: Mapping[str, datetime]
) -> list[tuple[datetime, PaymentState]]:
    """When answers of the bank moved its money, and what they thereby said of it, in order."""
    of_claims = (key for end in ends for key in _with_the_whole(end))
    back = [f"return:{payment.reference}", f"claim_back:{payment.reference}", *of_claims]
    told = ((PaymentState.PAID, [f"pay:{payment.reference}"]), (PaymentState.RETURNED, back))
    return [
        (min(times), state)
        for state, keys in told
        if (times := [moved_at[key] for key in keys if key in moved_at])
    ]


def _with_the_whole(end: ClaimEnd) -> Iterator[str]:
    """What is booked of a claim's end as the bank sends the whole payment back."""
    if end.outcome == ClaimOutcome.SENT_BACK:
        yield end.idem
    yield from (end.moved_as(movement) for movement in (Movement.SURPLUS, Movement.REGAINED))


def _said(
    payment: Payment, booked: list[tuple[datetime, PaymentState]], answers: list[BankAnswer]
) -> Iterator[Said]:
    """An answer is kept right after what it moved, behind the round's lock: it is the next one. The payment
    keeps the reason of the last alone.
    """
    for at, state in booked:
        if answer := next((each for each in answers if each.at >= at), None):
            why = payment.bank_reason if (at, state) == booked[-1] else ""
            yield Said(answer, str(state.label), why)
