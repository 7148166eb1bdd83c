"""What stands behind a movement of the ledger: the round, the one award, and the reason that was demanded."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from ..models import Award, ClaimEnd, Payment, Recovery, ReturnDecision, Round

UNRESERVE, DECISION, RECOVERY = "unreserve", "decision", "recovery"


@dataclass(frozen=True)
class BehindMoney:
    """`award` is None for what moved for the round as a whole; `why` is "" where none was demanded."""

    round: Round
    award: Award | None = None
    why: str = ""


def behind_money(idem: str, by: Actor) -> BehindMoney | None:
    """Args: the movement's key. None for what no round moved, and for one out of sight."""
    movement, *rest = idem.split(":")
    if movement == "round" and len(rest) == 2:
        return _of_round(int(rest[0]), rest[1], by)
    if len(rest) == 2 and rest[0] == DECISION:
        decision = ReturnDecision.objects.visible_to(by).filter(pk=rest[1]).first()
        return _of_award(decision.award_id, decision.reason, by) if decision else None
    if len(rest) == 2 and rest[0] == RECOVERY:
        return _of_claim(movement, int(rest[1]), by)
    if len(rest) == 1:
        payment = Payment.objects.visible_to(by).filter(reference=rest[0]).first()
        return _of_award(payment.award_id, payment.bank_reason, by) if payment else None
    return None


def _of_round(round_id: int, act: str, by: Actor) -> BehindMoney | None:
    round_ = Round.objects.visible_to(by).filter(pk=round_id).first()
    if round_ is None:
        return None
    if act == UNRESERVE and round_.cancel_reason:
        return BehindMoney(round_, why=phrase("批次取消：{reason}", reason=round_.cancel_reason))
    return BehindMoney(round_, why=round_.decision if act != UNRESERVE else "")


def _of_claim(movement: str, key: int, by: Actor) -> BehindMoney | None:
    if movement == "claim_back":
        decided = Recovery.objects.visible_to(by).filter(pk=key).first()
        return _of_award(decided.award_id, decided.reason, by) if decided else None
    end = ClaimEnd.objects.visible_to(by).select_related("recovery").filter(pk=key).first()
    return _of_award(end.recovery.award_id, end.reason or end.recovery.reason, by) if end else None


def _of_award(award_id: int, why: str, by: Actor) -> BehindMoney | None:
    award = Award.objects.visible_to(by).select_related("round").filter(pk=award_id).first()
    return BehindMoney(award.round, award, why) if award else None
