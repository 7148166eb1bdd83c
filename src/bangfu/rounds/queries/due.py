"""Awards of a round that are still to be paid, and whether their card is the agreed one."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from bangfu.scope.row_security import COLUMNS

from ..enums import PaymentState
from ..models import Award, Payment, Round

# Due: no live payment and not given back. Agreed is the award's card, or that of the newest
# decision to pay again; a decision is used up by the payment that it led to. Current is the card
# of the facts in force.
DUE = f"""
select a.id, a.household_id, a.sequence, a.amount_fen, d.id as decision,
       coalesce(d.bank, a.bank) as bank,
       coalesce(d.card_secret_id, a.card_secret_id) as card_secret,
       coalesce(d.card_index, a.card_index) as card_index,
       (select count(*) from rounds_payment e where e.award_id = a.id) as attempts,
       now_card.blind_index = coalesce(d.card_index, a.card_index) as same_card,
       {", ".join(f"a.{name}" for name in COLUMNS)}
from rounds_award a
left join lateral (
  select x.* from rounds_returndecision x
  where x.award_id = a.id and x.outcome = 'again'
    and not exists (select 1 from rounds_payment e where e.decision_id = x.id)
  order by x.id desc limit 1) d on true
left join lateral registry_facts_in_force(a.household_id, %(on)s) f on true
left join lateral vault_secret_known(f.card_secret_id) now_card on true
where a.round_id = %(round)s
  and not exists (select 1 from rounds_payment p
                  where p.award_id = a.id and p.state <> 'closed')
  and not exists (select 1 from rounds_returndecision r
                  where r.award_id = a.id and r.outcome = 'restore')
order by a.sequence
"""


class Due(NamedTuple):
    """`same_card` False: the card has changed since it was agreed, or there is none now."""

    award_id: int
    household_id: int
    sequence: int
    amount_fen: int
    decision_id: int | None
    bank: str
    card_secret_id: int
    card_index: bytes
    attempts: int
    same_card: bool


class CurrentCard(NamedTuple):
    bank: str
    secret_id: int
    blind_index: bytes


def due_awards(round_: Round, on: date) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"round": round_.pk, "on": on})
        return [_due(row) for row in cursor.fetchall()]


def waiting_payments(round_: Round) -> QuerySet[Payment]:
    """Released and in no file: the two go together, and by the second an index finds them."""
    return Payment.objects.filter(award__round=round_, state=PaymentState.RELEASED, file=None)


def held_back(round_: Round, on: date) -> list[Due]:
    """Awards of a released round that were not paid because their card had changed."""
    return [due for due in due_awards(round_, on) if not due.same_card]


CARD = """
select f.bank, s.id, s.blind_index from registry_facts_in_force(%s, %s) f
cross join lateral vault_secret_known(f.card_secret_id) s
"""


def current_card(award: Award, on: date) -> CurrentCard | None:
    """The card in the file in force on that day; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(CARD, [award.household_id, on])
        row = cursor.fetchone()
    return CurrentCard(row[0], row[1], bytes(row[2])) if row else None


def _due(row: tuple[Any, ...]) -> Due:
    return Due._make([*row[:7], bytes(row[7]), row[8], bool(row[9])])
