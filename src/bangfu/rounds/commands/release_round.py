"""Release a roster for payment: by a third person, to unchanged cards, inside the earmark, to those who still qualify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.functions import Now

from bangfu.acts.frame import tell, use_case
from bangfu.acts.moving import Moving
from bangfu.acts.refusals import refused_as
from bangfu.audit.eras import era_code
from bangfu.funds.commands.post_each import post_each
from bangfu.funds.enums import Movement
from bangfu.programmes.models import Programme
from bangfu.scope.actors import Actor
from bangfu.scope.row_security import COLUMNS

from .. import duties
from ..errors import HeldBack, NothingToRelease, PlaceShared, ReleasedTooEarly
from ..models import Round
from ..queries.ceilings import counting_on
from ..queries.due import DUE, asked, barred_alone, sharing_awards, waiting_payments
from ..queries.roster import held_awards
from ..rules.numbering import prefix_of
from ..rules.states import Act
from .steps import PLACE_REFUSALS, begin_step

# A reference is stable and meaningless outside: era, round, place on the roster, attempt.
# `due` is counted before its first row is taken: read row by row beside the insert, it would search
# a table that grows under it (20,000 payees: 48 s instead of 2).
# Claims count by the day of the release before the payments are made and checked against them: one statement.
COUNTED = """
update rounds_needclaim k set day = %(on)s, period = %(period)s,
  nth = coalesce((%(places)s::jsonb ->> k.award_id::text)::smallint, k.nth)
from good g
where k.award_id = g.id and k.holds
  and ((k.day, k.period) is distinct from (%(on)s::date, %(period)s) or %(places)s::jsonb ? k.award_id::text)
returning 1
"""
MAKE_PAYMENTS = f"""
with due as materialized ({DUE}),
good as (select * from due where same_card and not barred and (select count(*) from due) > 0),
counted as ({COUNTED}),
made as (
  insert into rounds_payment
    (household_id, round_id, award_id, decision_id, reference, amount_fen, bank, card_secret_id, card_index,
     state, released_by_id, bank_reason, {", ".join(COLUMNS)})
  select household_id, %(round)s, id, decision,
         %(prefix)s::text || lpad(sequence::text, greatest(6, length(sequence::text)), '0')
           || '-' || attempts + 1,
         amount_fen, bank, card_secret, card_index,
         'released', %(by)s, '', {", ".join(COLUMNS)}
  from good where (select count(*) from counted) >= 0 order by sequence
  returning amount_fen
)
select count(*), coalesce(sum(amount_fen), 0)::bigint, (select count(*) from due) from made
"""


@dataclass(frozen=True)
class Released:
    """`held_back`: who was left out, and why."""

    count: int
    total_fen: int
    held_back: list[HeldBack]


class Paid(NamedTuple):
    """`awards` are paid, of the `due` that were to be, those left out included."""

    awards: int
    total_fen: int
    due: int


@use_case(duties.RELEASE, refusals=PLACE_REFUSALS)
def release_round(*, round_id: int, version: int | None, on: date, by: Actor) -> Released:
    """Reserved to clearing, a transfer and a payment for each award that may be paid.

    Whose card has changed, who has left the fund's earmark, and who does not qualify on that very
    day is held back and listed; so is for whom the programme has no room in the year or season of that
    day, by which ceilings count, who shares a person or a card with a file that has an award there, and
    so are returned payments until a decision. A round that was sent is
    released again for what was decided to be paid again.

    Raises:
        ReleasedTooEarly: before the round's day.
        SeasonFull, SeasonChanged, PlaceShared: the database sees what another round took meanwhile.
        NothingToRelease, SamePerson, StaleRound, AlreadyDone, NotPermitted
    """
    moving = begin_step(Act.RELEASE, round_id, version, on=on)
    (round_,) = moving.rows
    if on < round_.day:
        raise ReleasedTooEarly(round_.day, on)
    # As rosters of one programme, releases are made one after the other: each sees what the last one
    # counted.
    Programme.objects.select_for_update(no_key=True).get(pk=round_.programme_id)
    _mark_released(moving, round_, by)
    released = _make_payments(round_, on, by)
    if not released.count:
        raise NothingToRelease(released.held_back)
    post_each(
        waiting_payments(round_).values_list("reference", "amount_fen"),
        fund_id=round_.fund_id,
        movement=Movement.CLEAR,
        day=on,
        by=by,
    )
    detail = {
        "count": released.count,
        "total_fen": released.total_fen,
        "held_back": len(released.held_back),
    }
    tell("round", round_.pk, detail)
    return released


def _mark_released(moving: Moving[Round], round_: Round, by: Actor) -> None:
    """Who releases first stays on the round; each release has an event of its own."""
    first = round_.released_by_id is None
    moving.write({"released_by_id": by.officer_id, "released_at": Now()} if first else {})


def _make_payments(round_: Round, on: date, by: Actor) -> Released:
    """The database asks of every payment what its file shares; whom it concerns is asked only where it
    refuses, for that is asked of the whole register once more."""
    counting = counting_on(round_, on)
    barred = barred_alone(round_, on, counting)
    values = {
        **asked(round_, on, barred),
        **counting.asked(),
        "by": by.officer_id,
        "prefix": prefix_of(era_code(), round_.pk),
    }
    try:
        paid = _paid(values)
    except PlaceShared:
        shared = sharing_awards(round_, on, counting, barred)
        paid = _paid({**values, "barred": [*barred, *shared]})
    held = _held(round_, on, by) if paid.due > paid.awards else []
    return Released(paid.awards, paid.total_fen, held)


def _paid(values: Mapping[str, Any]) -> Paid:
    """All or nobody. Raises PlaceShared."""
    with refused_as({"place_shared_by_two_files": PlaceShared}), connection.cursor() as cursor:
        cursor.execute(MAKE_PAYMENTS, values)
        return Paid._make(cursor.fetchone())


def _held(round_: Round, on: date, by: Actor) -> list[HeldBack]:
    return [HeldBack(held.file_no, held.why) for held in held_awards(round_, by, on)]
