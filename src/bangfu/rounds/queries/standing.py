"""Awards whose household is not to be paid on a day any more, by the determination of that very day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bangfu.casework.queries import review_terms
from bangfu.casework.rules.parameters import stands_since
from bangfu.kernel.phrases import phrase
from bangfu.scope.by_hand import rows_of

from ..models import Round
from ..rules.standing import Fallen, Standing, lower_of

#: All awards of the round, or those that are asked for.
AMONG = "(%(among)s::bigint[] is null or {}.id = any(%(among)s::bigint[]))"
# Those alone whose class is another, that wait, or whose newest approval is older than the shortest
# term of review: few, as a rule. Approvals are gathered once for the round, not once an award.
CHANGED = f"""
select a.id, a.hardship_class, a.amount_fen, d.hardship_class, d.area_code,
       a.household_id in (select w.household_id from eligibility_waiting_on(%(on)s) w) as waits,
       approved.newest
from rounds_award a
left join lateral eligibility_determined_on(a.household_id, %(on)s) d on true
left join (
  select y.household_id, max(c.decided_on) as newest from rounds_award y
  cross join lateral casework_approvals_of(y.household_id, %(on)s) c
  where y.round_id = %(round)s and {AMONG.format("y")}
  group by y.household_id) approved on approved.household_id = a.household_id
where a.round_id = %(round)s and {AMONG.format("a")}
  and (d.hardship_class is distinct from a.hardship_class
       or a.household_id in (select w.household_id from eligibility_waiting_on(%(on)s) w)
       or approved.newest is null or approved.newest < %(since)s)
"""


def fallen_awards(
    round_: Round, on: date, among: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """Award → every reason why its household is not to be paid on that day, in words.

    Args:
        among: awards of the round that are asked for; None for all.
    """
    terms = review_terms(on)
    values = {
        "round": round_.pk,
        "on": on,
        "among": None if among is None else list(among),
        "since": max(since for _place, since in terms),
    }
    fallen: dict[int, tuple[str, ...]] = {}
    for award, granted, amount, today, place, waits, newest in rows_of(CHANGED, values):
        standing = Standing(today, waits, newest, stands_since(terms, place or ""))
        if reasons := _against(standing, granted, amount, round_):
            fallen[award] = tuple(phrase(reason) for reason in reasons)
    return fallen


def _against(standing: Standing, granted: str, amount_fen: int, round_: Round) -> list[Fallen]:
    _class, lower = lower_of(granted, standing, round_.amounts)
    return [*standing.fallen(), *([Fallen.LOWER] if lower < amount_fen else [])]
