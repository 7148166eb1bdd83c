"""Which buttons an officer gets, and what still hinders each: read from the table of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.acts.roles import holds
from bangfu.acts.ways import doer
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act, CaseState, CaseTab, ReviewGroup
from ..models import Case
from ..rules.states import LIVE, OF_PERSONS, TABLE, Hindrance, Move, hindrances, offered_from
from .overlaps import StandingOverlaps
from .standing import standings
from .who_else import who_else


@dataclass(frozen=True)
class Offer:
    """A move that the officer's duties allow in this state. `who_else` may take it, where the person hinders."""

    act: Act
    reason_needed: bool
    hindrances: tuple[str, ...] = ()
    who_else: str = ""


def offers(
    case: Case, actor: Actor, on: date, known: StandingOverlaps | None = None
) -> list[Offer]:
    """For one case; an act that is hindered is offered with what hinders it. `known` as of `standings`."""
    state = CaseState(case.state)
    if state not in LIVE | {CaseState.APPROVED}:
        return []
    standing, who = standings([case], on, actor.user_id, known)[case.id], doer(actor)
    if state == CaseState.APPROVED and not standing.class_moved:
        return []
    return [
        _offer(case, move, hindrances(move.act, standing, who, on), on)
        for move in offered_from(standing.state, who.duties)
    ]


def _offer(case: Case, move: Move, against: Sequence[Hindrance], on: date) -> Offer:
    further = who_else(move.act, [case], on) if OF_PERSONS.intersection(against) else ""
    return Offer(move.act, move.reason, tuple(why.label for why in against), further)


def bulk_offers(tab: CaseTab, actor: Actor) -> Sequence[Offer]:
    """For a whole tab; none while postings run, for every way on waits for their end. Who is approved and
    in another class by now stands in a list of its own.
    """
    if tab in (CaseTab.POSTED, CaseTab.APPROVED):
        return []
    state = CaseState.POSTED if tab == CaseTab.ENDED else CaseState(tab.value)
    return [Offer(move.act, move.reason) for move in offered_from(state, doer(actor).duties)]


def review_offers(group: ReviewGroup, actor: Actor) -> Sequence[Offer]:
    """What an officer may do with a whole group of approved households."""
    act = {ReviewGroup.CHANGED: Act.PROPOSE, ReviewGroup.PROPOSED: Act.ADJUST}.get(group)
    moves = offered_from(CaseState.APPROVED, doer(actor).duties)
    return [Offer(move.act, move.reason) for move in moves if move.act == act]


def may_submit(actor: Actor) -> bool:
    """By duty alone; which households is asked household by household."""
    return holds(actor, duties.SUBMIT)


def may_answer(actor: Actor) -> bool:
    """By duty alone; who took an objection down is refused by the command."""
    return holds(actor, duties.ANSWER_OBJECTION)


def reason_needed(act: Act) -> bool:
    """Whether the act takes a reason, as the table of states has it."""
    return TABLE.needs_reason(act)
