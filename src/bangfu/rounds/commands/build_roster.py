"""Make the roster (花名册) and lock it, with everyone left out and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.programmes.models import Programme
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import EmptyRoster, RosterOverDecision
from ..models import Award, LeftOut, Round
from ..queries.candidates import preview_roster
from ..queries.earmark import awarded_uses, refuse_broken_earmark
from ..rules.roster import Line, Omission, Roster
from ..rules.states import Act
from .steps import begin_step

CHUNK = 5_000


@use_case(duties.LOCK_ROSTER)
def build_roster(*, round_id: int, version: int | None, on: date, by: Actor) -> Roster:
    """Awards for all who qualify on that day.

    Rosters of one programme are made one after the other, so that each sees the last one's
    awards: nobody twice.

    Raises:
        EmptyRoster, RosterOverDecision, EarmarkBroken, StaleRound, NotPermitted
    """
    moving = begin_step(Act.ROSTER, round_id, version, on=on)
    (found,) = moving.rows
    Programme.objects.select_for_update(no_key=True).get(pk=found.programme_id)
    made = preview_roster(found, by, on)
    _refuse_unfit(made, found)
    Award.objects.bulk_create(_awards(found, made.lines), batch_size=CHUNK)
    refuse_broken_earmark(found, awarded_uses(found, on))
    LeftOut.objects.bulk_create(_left_out(found, made.omitted), batch_size=CHUNK)
    detail = {
        "awards": len(made.lines),
        "total_fen": made.total_fen,
        "left_out": len(made.omitted),
        "day": str(on),
    }
    moving.finish(detail=lambda _: detail)
    return made


def _refuse_unfit(made: Roster, found: Round) -> None:
    if not made.lines:
        raise EmptyRoster(len(made.omitted))
    decided = found.decided_total_fen or 0
    if made.total_fen > decided:
        raise RosterOverDecision(made.total_fen, decided)


def _awards(found: Round, lines: Iterable[Line]) -> Iterable[Award]:
    return [
        Award(
            round=found,
            household_id=line.candidate.household_id,
            person_id=line.candidate.person_id,
            case_id=line.candidate.case_id,
            hardship_class=line.candidate.hardship_class,
            amount_fen=line.amount_fen,
            payee_name=line.candidate.payee_name,
            payee_index=line.candidate.payee_index,
            bank=line.candidate.bank,
            card_secret_id=line.candidate.card_secret_id,  # type: ignore[misc] # has one
            card_index=line.candidate.card_index,
            sequence=line.sequence,
        )
        for line in lines
    ]


def _left_out(found: Round, omitted: Iterable[Omission]) -> Iterable[LeftOut]:
    return [
        LeftOut(
            round=found,
            household_id=one.candidate.household_id,
            hardship_class=one.candidate.hardship_class,
            reasons=[str(reason) for reason in one.reasons],
        )
        for one in omitted
    ]
