"""Make the roster (花名册) and lock it, with everyone left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bangfu.acts.frame import use_case
from bangfu.programmes.models import Programme
from bangfu.scope.actors import Actor
from bangfu.scope.copying import copy_rows

from .. import duties
from ..errors import EmptyRoster, RosterOverDecision
from ..models import Award, LeftOut, Round
from ..queries.candidates import due_day, preview_roster
from ..queries.earmark import awarded_uses, refuse_broken_earmark
from ..rules.roster import Line, Omission, Roster
from ..rules.states import Act
from .steps import PLACE_REFUSALS, begin_step

AWARD = (
    "round_id", "household_id", "person_id", "case_id", "hardship_class", "amount_fen",
    "payee_name", "payee_index", "bank", "card_secret_id", "card_index", "sequence",
    "period", "nth", "due_on",
)  # fmt: skip
LEFT_OUT = ("round_id", "household_id", "hardship_class", "reasons")


@use_case(duties.LOCK_ROSTER, refusals=PLACE_REFUSALS)
def build_roster(*, round_id: int, version: int | None, on: date, by: Actor) -> Roster:
    """Awards for all who qualify on that day.

    Rosters of one programme are made one after the other, so that each sees the last one's
    awards: nobody twice.

    Raises:
        EmptyRoster: nobody qualifies.
        RosterOverDecision: it would cost more than the meeting decided.
        SeasonFull, SeasonChanged, PlaceShared: the database sees what another round took meanwhile.
        EarmarkBroken, NotPermitted; as `begin_step`.
    """
    moving = begin_step(Act.ROSTER, round_id, version, on=on)
    (round_,) = moving.rows
    Programme.objects.select_for_update(no_key=True).get(pk=round_.programme_id)
    roster = preview_roster(round_, by, on)
    _refuse_unfit(roster, round_)
    copy_rows(Award, AWARD, _awards(round_, roster.lines, due_day(round_, on)))
    refuse_broken_earmark(round_, awarded_uses(round_, on))
    copy_rows(LeftOut, LEFT_OUT, _left_out(round_, roster.omitted))
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


def _awards(round_: Round, lines: Sequence[Line], due_on: date) -> list[tuple[Any, ...]]:
    """In the order of `AWARD`. A line's candidate has a payee and a card, or it would be left out."""
    return [
        (
            round_.pk,
            each.household_id,
            each.person_id,
            each.case_id,
            line.hardship_class,
            line.amount_fen,
            each.payee_name,
            each.payee_index,
            each.bank,
            each.card_secret_id,
            each.card_index,
            line.sequence,
            each.period,
            each.nth,
            due_on,
        )
        for line in lines
        for each in (line.candidate,)
    ]


def _left_out(round_: Round, omitted: Sequence[Omission]) -> list[tuple[Any, ...]]:
    """In the order of `LEFT_OUT`."""
    return [
        (
            round_.pk,
            omission.candidate.household_id,
            omission.candidate.hardship_class,
            [str(reason) for reason in omission.reasons],
        )
        for omission in omitted
    ]
