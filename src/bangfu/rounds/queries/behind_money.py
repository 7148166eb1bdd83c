"""What stands behind movements of the ledger: the round, the one award, and the reason that was demanded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bangfu.funds.enums import Movement
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from ..models import Award, ClaimEnd, Payment, Recovery, ReturnDecision, Round

Keys = Mapping[str, list[str]]


@dataclass(frozen=True)
class BehindMoney:
    """`award` is None for what moved for the round as a whole; `why` is "" where none was demanded."""

    round: Round
    award: Award | None = None
    why: str = ""


def behind_money(idem: str, by: Actor) -> BehindMoney | None:
    """Args: the movement's key. None for what no round moved, and for one out of sight."""
    return behind_many([idem], by).get(idem)


def behind_many(idems: Iterable[str], by: Actor) -> dict[str, BehindMoney]:
    """Key → what stands behind it, a query a kind; what no round moved, or is out of sight, is missing."""
    keys = {idem: idem.split(":") for idem in idems}
    behind = _of_rounds(keys, by)
    abouts = {**_of_payments(keys, by), **_of_decisions(keys, by), **_of_claims(keys, by)}
    awards = (
        Award.objects.visible_to(by)
        .select_related("round")
        .in_bulk({award for award, _why in abouts.values()})
    )
    for idem, (award_id, why) in abouts.items():
        if award := awards.get(award_id):
            behind[idem] = BehindMoney(award.round, award, why)
    return behind


def _of_rounds(keys: Keys, by: Actor) -> dict[str, BehindMoney]:
    """`round:5:reserve` and `round:5:unreserve`."""
    mine = {idem: key for idem, key in keys.items() if key[0] == "round"}
    rounds = Round.objects.visible_to(by).in_bulk({int(key[1]) for key in mine.values()})
    return {
        idem: BehindMoney(round_, why=_why(round_, key[2]))
        for idem, key in mine.items()
        if (round_ := rounds.get(int(key[1])))
    }


def _why(round_: Round, movement: str) -> str:
    if movement == Movement.RESERVE:
        return round_.decision
    return phrase("批次取消：{reason}", reason=round_.cancel_reason) if round_.cancel_reason else ""


def _of_payments(keys: Keys, by: Actor) -> dict[str, tuple[int, str]]:
    """`pay:BF000005-000001-1`: award and what the bank said."""
    mine = {idem: key[1] for idem, key in keys.items() if len(key) == 2}
    told = Payment.objects.visible_to(by).filter(reference__in=mine.values())
    known = {each.reference: (each.award_id, each.bank_reason) for each in told}
    return {idem: known[reference] for idem, reference in mine.items() if reference in known}


def _of_decisions(keys: Keys, by: Actor) -> dict[str, tuple[int, str]]:
    """`restore:decision:7`."""
    decided = _rows(ReturnDecision, _numbered(keys, "decision"), by)
    return {idem: (each.award_id, each.reason) for idem, each in decided.items()}


def _of_claims(keys: Keys, by: Actor) -> dict[str, tuple[int, str]]:
    """`claim_back:recovery:3` is a decision to recover, any other movement an end of one."""
    mine = _numbered(keys, "recovery")
    begun = {idem: number for idem, number in mine.items() if keys[idem][0] == Movement.CLAIM_BACK}
    claims = _rows(Recovery, begun, by)
    ends = _rows(
        ClaimEnd, {idem: mine[idem] for idem in mine.keys() - begun.keys()}, by, "recovery"
    )
    return {idem: (each.award_id, each.reason) for idem, each in claims.items()} | {
        idem: (each.recovery.award_id, each.reason or each.recovery.reason)
        for idem, each in ends.items()
    }


def _numbered(keys: Keys, word: str) -> dict[str, int]:
    return {idem: int(key[2]) for idem, key in keys.items() if len(key) == 3 and key[1] == word}


def _rows(kept: Any, numbers: Mapping[str, int], by: Actor, *also: str) -> dict[str, Any]:
    rows = (
        kept.objects.visible_to(by).select_related(*also) if also else kept.objects.visible_to(by)
    )
    known = rows.in_bulk(set(numbers.values()))
    return {idem: known[number] for idem, number in numbers.items() if number in known}
