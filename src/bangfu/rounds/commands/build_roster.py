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
    (found,) = moving.rows
    Programme.objects.select_for_update(no_key=True).get(pk=found.programme_id)
    made = preview_roster(found, by, on)
    _refuse_unfit(made, found)
    for lines in _chunks(made.lines):
        Award.objects.bulk_create(_awards(found, lines))
    refuse_broken_earmark(found, awarded_uses(found, on))
    for omitted in _chunks(made.omitted):
        LeftOut.objects.bulk_create(_left_out(found, omitted))
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


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _scopes(rows: Iterable[Line | Omission]) -> dict[int, dict[str, Any]]:
    """The jurisdiction of each row's household, read once for all: a trigger would ask row by row."""
    ids = [row.candidate.household_id for row in rows]
    return {one.pk: brought_from(one) for one in Household.objects.filter(pk__in=ids)}


def _awards(found: Round, lines: Sequence[Line]) -> list[Award]:
    scopes = _scopes(lines)
    return [
        Award(
            **scopes[line.candidate.household_id],
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


def _left_out(found: Round, omitted: Sequence[Omission]) -> list[LeftOut]:
    scopes = _scopes(omitted)
    return [
        LeftOut(
            **scopes[one.candidate.household_id],
            round=found,
            household_id=one.candidate.household_id,
            hardship_class=one.candidate.hardship_class,
            reasons=[str(reason) for reason in one.reasons],
        )
        for one in omitted
    ]
