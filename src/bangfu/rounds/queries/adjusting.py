"""What an adjustment of classes does to the money of rounds whose roster is still to be made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from bangfu.casework.queries import moved_among
from bangfu.scope.actors import Actor

from ..enums import RoundState
from ..models import Round
from .candidates import in_reach_of

BEFORE_ITS_ROSTER = (RoundState.PLANNED, RoundState.DECIDED)


@dataclass(frozen=True)
class RoundEffect:
    """A round whose roster would hold other amounts, by its amounts a household; fen.

    Attributes:
        households: of the chosen ones, those in the round's reach.
        before_fen: the most that they get together as things stand, the lower amount of both classes each.
        after_fen: the most that they get once their class is the one of the day.
    """

    round: Round
    households: int
    before_fen: int
    after_fen: int


def effects_of(case_ids: Collection[int], on: date, by: Actor) -> list[RoundEffect]:
    """Rounds in the actor's sight whose roster isn't locked and holds any of the chosen, the oldest first.

    What a roster leaves out for reasons of its own (ceilings, accounts, shared persons) is not taken off.
    """
    open_rounds = Round.objects.visible_to(by).filter(state__in=BEFORE_ITS_ROSTER)
    effects = [_effect(plan, case_ids, on) for plan in open_rounds.order_by("id")]
    return [each for each in effects if each.households]


def _effect(plan: Round, case_ids: Collection[int], on: date) -> RoundEffect:
    rows = moved_among(case_ids, on).filter(household__in=in_reach_of(plan)).order_by()
    counted = list(rows.values_list("hardship_class", "class_then").annotate(Count("id")))
    fen = plan.amounts
    return RoundEffect(
        plan,
        sum(count for _before, _now, count in counted),
        sum(min(fen.get(old, 0), fen.get(new, 0)) * count for old, new, count in counted),
        sum(fen.get(new, 0) * count for _old, new, count in counted),
    )
