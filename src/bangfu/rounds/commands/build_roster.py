"""Make the roster (花名册) and lock it, with everyone left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from bangfu.acts.frame import use_case
from bangfu.programmes.models import Programme
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.models import brought_from

from .. import duties
from ..errors import EmptyRoster, RosterOverDecision
from ..models import Award, LeftOut, Round
from ..queries.candidates import preview_roster
from ..queries.earmark import awarded_uses, refuse_broken_earmark
from ..rules.roster import Line, Omission, Roster
from ..rules.states import Act
from .steps import begin_step

CHUNK = 5_000
Row = TypeVar("Row", bound=Line | Omission)


@use_case(duties.LOCK_ROSTER)
def build_roster(*, round_id: int, version: int | None, on: date, by: Actor) -> Roster:
    """Awards for all who qualify on that day.

    Rosters of one programme are made one after the other, so that each sees the last one's
    awards: nobody twice.

    Raises:
        EmptyRoster, RosterOverDecision, EarmarkBroken, StaleRound, NotPermitted
    """
    moving = begin_step(Act.ROSTER, round_id, version, on=on)
    (round_,) = moving.rows
    Programme.objects.select_for_update(no_key=True).get(pk=round_.programme_id)
    roster = preview_roster(round_, by, on)
    _refuse_unfit(roster, round_)
    for lines in _chunks(roster.lines):
        Award.objects.bulk_create(_awards(round_, lines))
    refuse_broken_earmark(round_, awarded_uses(round_, on))
    for omitted in _chunks(roster.omitted):
        LeftOut.objects.bulk_create(_left_out(round_, omitted))
    detail = {
        "awards": len(roster.lines),
        "total_fen": roster.total_fen,
        "left_out": len(roster.omitted),
        "day": str(on),
    }
    moving.finish(detail=lambda _: detail)
    return roster


def _refuse_unfit(roster: Roster, round_: Round) -> None:
    if not roster.lines:
        raise EmptyRoster(len(roster.omitted))
    decided = round_.decided_total_fen or 0
    if roster.total_fen > decided:
        raise RosterOverDecision(roster.total_fen, decided)


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _scopes(rows: Iterable[Line | Omission]) -> dict[int, dict[str, Any]]:
    """The jurisdiction of each row's household, read once for all: a trigger would ask row by row."""
    ids = [row.candidate.household_id for row in rows]
    return {
        household.pk: brought_from(household) for household in Household.objects.filter(pk__in=ids)
    }


def _awards(round_: Round, lines: Sequence[Line]) -> list[Award]:
    scopes = _scopes(lines)
    return [
        Award(
            **scopes[line.candidate.household_id],
            round=round_,
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


def _left_out(round_: Round, omitted: Sequence[Omission]) -> list[LeftOut]:
    scopes = _scopes(omitted)
    return [
        LeftOut(
            **scopes[omission.candidate.household_id],
            round=round_,
            household_id=omission.candidate.household_id,
            hardship_class=omission.candidate.hardship_class,
            reasons=[str(reason) for reason in omission.reasons],
        )
        for omission in omitted
    ]
