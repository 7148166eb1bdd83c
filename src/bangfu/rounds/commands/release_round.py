"""Release a roster for payment: by a third person, to unchanged cards, in one posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Now

from bangfu.audit.recording import record
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.scope.actors import Actor

from ..enums import RoundState
from ..errors import NothingToRelease
from ..models import Round
from ..queries.due import Due, due_awards
from .steps import a_person, begin, move_on

MAKE_PAYMENTS = """
insert into rounds_payment
  (household_id, award_id, decision_id, reference, amount_fen, bank, card_secret_id, card_index,
   state, released_by_id, bank_reason, system)
select *, 'released', %(by)s, '', ''
from unnest(%(households)s::bigint[], %(awards)s::bigint[], %(decisions)s::bigint[],
            %(references)s::text[], %(amounts)s::bigint[], %(banks)s::text[],
            %(cards)s::bigint[], %(indexes)s::bytea[]) as due
"""


@dataclass(frozen=True)
class Released:
    count: int
    total_fen: int
    held_back: int


@transaction.atomic
def release_round(*, round_id: int, version: int | None, on: date, by: Actor) -> Released:
    """Reserved to clearing, a transfer and a payment for each award whose card is unchanged.

    The others are held back and listed; so are returned payments until a decision. A round that
    was sent is released again for what was decided to be paid again.

    Raises:
        NothingToRelease, SamePerson, StaleRound, AlreadyDone, NotPermitted
    """
    found = begin("release", round_id, version, by, done_by="released_by_id")
    due = due_awards(found, on)
    payable = [one for one in due if one.same_card]
    if not payable:
        raise NothingToRelease(len(due))
    _mark_released(found, by)
    references = [reference_of(found, one) for one in payable]
    _make_payments(payable, references, by)
    post_transfers(
        [
            Posting(found.fund_id, Movement.CLEAR, one.amount_fen, f"clear:{reference}", reference)
            for one, reference in zip(payable, references, strict=True)
        ],
        day=on,
        by=by,
    )
    made = Released(len(payable), sum(one.amount_fen for one in payable), len(due) - len(payable))
    detail = {"count": made.count, "total_fen": made.total_fen, "held_back": made.held_back}
    record(by, "rounds.release", "round", found.pk, detail)
    return made


def reference_of(found: Round, due: Due) -> str:
    """Stable and meaningless outside: round, place on the roster, attempt."""
    return f"BF{found.pk:06d}-{due.sequence:06d}-{due.attempts + 1}"


def _mark_released(found: Round, by: Actor) -> None:
    if found.released_by_id is None:
        found.released_by_id, found.released_at = a_person(by), Now()
    move_on(found, RoundState.RELEASED)


def _make_payments(payable: list[Due], references: list[str], by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            MAKE_PAYMENTS,
            {
                "by": a_person(by),
                "households": [one.household_id for one in payable],
                "awards": [one.award_id for one in payable],
                "decisions": [one.decision_id for one in payable],
                "references": references,
                "amounts": [one.amount_fen for one in payable],
                "banks": [one.bank for one in payable],
                "cards": [one.card_secret_id for one in payable],
                "indexes": [one.card_index for one in payable],
            },
        )
