"""Every reason that was demanded while a round went its way, for whoever looks into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any

from django.db.models import QuerySet

from bangfu.scope.actors import Actor

from ..models import Award, ClaimEnd, LeftOut, Recovery, ReturnDecision, Round, SurplusDecision
from ..rules.states import Act, duty_of

MOST = 50
#: Acts that have their reasons in their events; others keep them with what was decided.
OF_THE_ROUND = (Act.CANCEL, Act.REOPEN)


@dataclass(frozen=True)
class GivenReason:
    """`award` is None where the whole round was decided on."""

    at: datetime
    act: str
    by_name: str
    why: str
    award: Award | None


def reasons_of(round_: Round, by: Actor) -> list[GivenReason]:
    """The last `MOST`, the newest first."""
    return nlargest(MOST, _all(round_, by), key=lambda reason: reason.at)


def _all(round_: Round, by: Actor) -> Iterator[GivenReason]:
    acts = {duty_of(act): act for act in OF_THE_ROUND}
    for event in round_.events.exclude(reason="").filter(duty__in=acts):
        yield GivenReason(event.at, acts[event.duty].label, event.by_name, event.reason, None)
    for decision in _newest(ReturnDecision, round_, by).select_related("award"):
        title = f"{Act.RETURN.label}：{decision.outcome_label}"
        who = decision.decided_by_name
        yield GivenReason(decision.at, title, who, decision.reason, decision.award)
    for claim in _newest(Recovery, round_, by).select_related("award"):
        who = claim.decided_by_name
        yield GivenReason(claim.at, Act.RECOVER.label, who, claim.reason, claim.award)
    for end in _newest(ClaimEnd, round_, by).select_related("recovery__award"):
        why = end.reason or end.reference
        yield GivenReason(end.at, end.outcome_label, end.by_name, why, end.recovery.award)

    for each in _newest(SurplusDecision, round_, by).select_related("claim_end__recovery__award"):
        title = f"{Act.SURPLUS.label}：{each.outcome_label}"
        award = each.claim_end.recovery.award
        yield GivenReason(each.at, title, each.decided_by_name, each.reason, award)


def _newest(kept: Any, round_: Round, by: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = kept.objects.visible_to(by).filter(round=round_)
    return rows.order_by("-pk")[:MOST]


def awards_on(case_id: int, household_id: int, by: Actor) -> list[Award]:
    """What was awarded on one approval, in order; rounds out of sight among them have no page here."""
    awards = Award.objects.visible_to(by).filter(household=household_id, case_id=case_id)
    return list(
        awards.filter(round__in=Round.objects.visible_to(by)).select_related("round").order_by("pk")
    )


def left_out_of(household_id: int, by: Actor) -> list[LeftOut]:
    """Locked rosters that left a household out, the newest first."""
    rows = LeftOut.objects.visible_to(by).filter(household=household_id)
    return list(
        rows.filter(round__in=Round.objects.visible_to(by))
        .select_related("round")
        .order_by("-pk")[:MOST]
    )
