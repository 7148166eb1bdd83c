"""Awards of a round that are still to be paid, and what holds some of them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.by_hand import rows_of
from bangfu.scope.row_security import COLUMNS

from ..enums import PaymentState
from ..models import Award, Payment, Round
from ..rules.roster import PLACED
from .ceilings import Counting, counting_on
from .earmark import outside_earmark
from .sharing import sharing_places
from .standing import AMONG, fallen_awards

CARD_CHANGED = mark("卡号与批准时不同")
AWAY = mark("档案已转出本工会")

# Due: no live payment and not given back. Agreed is the award's card, or that of the newest
# decision to pay again; a decision is used up by the payment that it led to. Current is the card
# of the facts in force. Attempts and decisions are gathered once for the round, not once an award.
DUE = f"""
select a.id, a.household_id, a.sequence, a.amount_fen, d.id as decision,
       coalesce(d.bank, a.bank) as bank,
       coalesce(d.card_secret_id, a.card_secret_id) as card_secret,
       coalesce(d.card_index, a.card_index) as card_index,
       coalesce(tried.attempts, 0) as attempts,
       now_card.blind_index = coalesce(d.card_index, a.card_index) as same_card,
       a.id = any(%(barred)s::bigint[]) as barred,
       f.id is null and not exists (select from registry_worker_of(a.household_id))
         as away,
       {", ".join(f"a.{name}" for name in COLUMNS)}
from rounds_award a
left join (
  select e.award_id, count(*) as attempts, bool_or(e.state <> 'closed') as live
  from rounds_payment e join rounds_award y on y.id = e.award_id
  where y.round_id = %(round)s and {AMONG.format("y")}
  group by e.award_id) tried on tried.award_id = a.id
left join (
  select distinct on (x.award_id) x.*
  from rounds_returndecision x join rounds_award y on y.id = x.award_id
  where y.round_id = %(round)s and {AMONG.format("y")} and x.outcome = 'again'
    and not exists (select 1 from rounds_payment e where e.decision_id = x.id)
  order by x.award_id, x.id desc) d on d.award_id = a.id
left join lateral registry_facts_in_force(a.household_id, %(on)s) f on true
left join lateral vault_secret_known(f.card_secret_id) now_card on true
where a.round_id = %(round)s and {AMONG.format("a")} and tried.live is not true
  and not exists (select 1 from rounds_returndecision r
                  where r.award_id = a.id and r.outcome = 'restore')
order by a.sequence
"""


class Due(NamedTuple):
    """`same_card` False: the card has changed since it was agreed, or there is none now.

    `barred`: what else speaks against paying it, as `barred_awards` says.
    `away`: the file lies out of the payer's sight, and its card with it.
    """

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
    barred: tuple[str, ...]
    away: bool

    @property
    def held_for(self) -> str:
        """Every reason why it is not paid now; "" for none."""
        if self.away:
            return phrase(AWAY)
        card = () if self.same_card else (phrase(CARD_CHANGED),)
        return "、".join((*card, *self.barred))


class CurrentCard(NamedTuple):
    bank: str
    secret_id: int
    blind_index: bytes


def due_awards(round_: Round, on: date, among: Collection[int] | None = None) -> list[Due]:
    """What is still to be paid of a round, in the order of the roster.

    Args:
        among: awards of the round that are asked for; None for all.
    """
    barred = barred_awards(round_, on, among)
    return [_due(row, barred) for row in rows_of(DUE, asked(round_, on, barred, among))]


def barred_awards(
    round_: Round, on: date, among: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Award → why it is not paid on that day whatever its card, in words.

    As `barred_alone` says, or because it shares a person or a card with another file that has an award
    there, on this roster or another, and nobody settled that.

    Args:
        among: as for `due_awards`; others may be told as well.
    """
    counting = counting_on(round_, on, among)
    alone = barred_alone(round_, on, counting, among)
    return _together(alone, sharing_awards(round_, on, counting, alone, among))


def barred_alone(
    round_: Round, on: date, counting: Counting, among: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Award → what speaks against paying it, whatever it shares with others, in words.

    Its household left the fund's earmark, or is not to be paid by the determination of that day, or its
    programme's ceilings have no room where that day counts.

    Args:
        counting: how that day counts, of the same awards.
        among: as for `due_awards`; others may be told as well.
    """
    beyond = {
        moved.award_id: tuple(phrase(ground) for ground in moved.grounds)
        for moved in counting.moved
        if moved.grounds
    }
    outside = outside_earmark(round_, on, among)
    return _together(outside, fallen_awards(round_, on, among), beyond)


def sharing_awards(
    round_: Round,
    on: date,
    counting: Counting,
    alone: Collection[int],
    among: Collection[int] | None = None,
) -> dict[int, tuple[str, ...]]:
    """Award → what it shares, unsettled, with another file that has an award there, in words.

    There: in the season of that day, also where the other would take its place there by the same release.

    Args:
        counting, alone: how that day counts, and what `barred_alone` says of the same awards.
        among: as for `due_awards`.
    """
    awards = Award.objects.filter(round=round_)
    if among is not None:
        awards = awards.filter(pk__in=among)
    households = dict(awards.values_list("household_id", "pk"))
    joining = _joining(round_, on, counting, alone, among)
    placed = sharing_places(round_, households, counting.period, on, but_own=False, joining=joining)
    return {
        households[household]: tuple(phrase(PLACED[kind]) for kind in kinds)
        for household, kinds in placed.items()
    }


def _joining(
    round_: Round,
    on: date,
    counting: Counting,
    alone: Collection[int],
    among: Collection[int] | None,
) -> list[int]:
    """Awards that take a place in the season of that day by a release on it: they were granted in another.

    Of the whole round, whichever are asked for: one that stays in its season shares with one that comes.
    """
    if among is not None:
        counting = counting_on(round_, on)
        alone = barred_alone(round_, on, counting) if counting.moved else ()
    moved = [each.award_id for each in counting.moved if each.award_id not in alone]
    if not moved:
        return []
    due = (_due(row, {}) for row in rows_of(DUE, asked(round_, on, (), moved)))
    return [each.award_id for each in due if not each.held_for]


def _together(*parts: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    return {
        award: tuple(why for part in parts for why in part.get(award, ()))
        for award in {award for part in parts for award in part}
    }


def asked(
    round_: Round, on: date, barred: Collection[int], among: Collection[int] | None = None
) -> dict[str, Any]:
    """What `DUE` is asked with; `barred` are the awards of `barred_awards`."""
    wanted = None if among is None else list(among)
    return {"round": round_.pk, "on": on, "barred": list(barred), "among": wanted}


def waiting_payments(round_: Round) -> QuerySet[Payment]:
    """Released and in no file: the two go together, and by the second an index finds them."""
    return Payment.objects.filter(round=round_, state=PaymentState.RELEASED, file=None)


def held_back(round_: Round, on: date, among: Collection[int] | None = None) -> dict[int, str]:
    """Awards that are due and can't be paid: their card has changed, they are barred, or their file
    lies out of the payer's sight.

    Args:
        among: as for `due_awards`.

    Returns:
        Award → why.
    """
    return {due.award_id: due.held_for for due in due_awards(round_, on, among) if due.held_for}


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


def _due(row: tuple[Any, ...], barred: Mapping[int, tuple[str, ...]]) -> Due:
    return Due._make(
        [*row[:7], bytes(row[7]), row[8], bool(row[9]), barred.get(row[0], ()), row[11]]
    )
