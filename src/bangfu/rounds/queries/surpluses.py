"""Money that the bank sent back once more, after it had been recovered: what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import ClaimOutcome, PaymentState, SurplusOutcome
from ..models import Award, ClaimEnd, Round
from ..rules.states import Act
from .rounds import may_do

#: Only what had arrived is ever claimed back: a claimed payment that is one of these came back afterwards.
CAME_BACK = (PaymentState.RETURNED, PaymentState.CLOSED)


@dataclass(frozen=True)
class Surplus:
    """`end`: the slip by which the money had come in before."""

    round: Round
    award: Award = field(repr=False)
    end: ClaimEnd


def undecided() -> QuerySet[ClaimEnd]:
    """What nobody has decided on."""
    return ClaimEnd.objects.filter(
        outcome=ClaimOutcome.RECOVERED,
        recovery__payment__state__in=CAME_BACK,
        surplus_decision=None,
    )


def undecided_of(round_: Round) -> list[ClaimEnd]:
    """Of one round, with the award each is about: it is not reconciled before they are decided."""
    ends = undecided().filter(round=round_).select_related("recovery__award")
    return list(ends.order_by("pk"))


def is_surplus(end: ClaimEnd) -> bool:
    """Whether the end of a claim is money that came twice and that nobody has decided on."""
    return undecided().filter(pk=end.pk).exists()


def surpluses_waiting(by: Actor) -> list[Surplus]:
    """Of the officer's rounds, the oldest first; none of claims that they decided on themselves."""
    if not holds(by, duties.END_CLAIM):
        return []
    ends = undecided().filter(pk__in=ClaimEnd.objects.visible_to(by))
    ends = ends.exclude(recovery__decided_by_id=by.user_id or 0).order_by("pk")
    return [
        Surplus(end.round, end.recovery.award, end)
        for end in ends.select_related("round__union", "recovery__award")
        if may_do(Act.SURPLUS, end.round, by)
    ]


def surplus_outcomes() -> list[tuple[str, str]]:
    """What may be decided of it: (code, words) each."""
    return [(outcome.value, str(outcome.label)) for outcome in SurplusOutcome]
