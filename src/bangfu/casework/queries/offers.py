"""Which buttons an officer gets, and what still hinders each: read from the table of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.scope.actors import Actor

from ..enums import Act, CaseState, CaseTab
from ..models import Case
from ..rules.states import LIVE, duties_of, hindrances, moves_from, needs_reason
from .standing import standings


@dataclass(frozen=True)
class Offer:
    """A move that the officer's role may make in this state."""

    act: Act
    reason_needed: bool
    hindrances: tuple[str, ...] = ()


def offers(case: Case, actor: Actor, on: date) -> list[Offer]:
    """For one case; what hinders is told instead of leaving the button away."""
    if CaseState(case.state) not in LIVE:
        return []
    standing = standings([case], on)[case.id]
    return [
        Offer(
            move.act,
            move.reason,
            tuple(
                one.label
                for one in hindrances(
                    move.act, standing, duty=actor.role, user_id=actor.user_id, on=on
                )
            ),
        )
        for move in moves_from(standing.state, actor.role)
    ]


def bulk_offers(tab: CaseTab, actor: Actor) -> Sequence[Offer]:
    """For a whole tab. A running posting offers nothing: every way on waits for its end."""
    if tab == CaseTab.POSTED:
        return []
    state = CaseState.POSTED if tab == CaseTab.ENDED else CaseState(tab.value)
    return [Offer(move.act, move.reason) for move in moves_from(state, actor.role)]


def may_submit(actor: Actor) -> bool:
    return actor.role.value in duties_of(Act.SUBMIT)


def may_answer(actor: Actor) -> bool:
    return actor.role.value in duties_of(Act.UPHOLD)


def reason_needed(act: Act) -> bool:
    return needs_reason(act)
