"""Files that share a person or a card with one that is given to already, of one programme and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.by_hand import rows_of

from ..models import Round

# Asked of the database over the whole register: the other file may lie out of everybody's sight here.
PLACES = """
select household_id, kind from rounds_sharing_places(
  %(programme)s, %(period)s, %(but)s, %(households)s::bigint[], %(on)s, %(joining)s::bigint[])
order by household_id, kind desc
"""
Placed = tuple[OverlapKind, ...]


def sharing_places(
    round_: Round,
    households: Collection[int],
    period: str,
    on: date,
    *,
    but_own: bool,
    joining: Collection[int] = (),
) -> Mapping[int, Placed]:
    """By household what it shares, unsettled, with another that has an award; one without is absent.

    Args:
        period: the season as a key.
        on: the day on which they share it.
        but_own: other rosters alone count, not the round's own.
        joining: awards that count as if they had their place in the period already.
    """
    asked = {
        "programme": round_.programme_id,
        "period": period,
        "but": round_.pk if but_own else None,
        "households": list(households),
        "on": on,
        "joining": list(joining),
    }
    placed: dict[int, Placed] = defaultdict(tuple)
    for household, kind in rows_of(PLACES, asked):
        placed[household] += (OverlapKind(kind),)
    return placed
