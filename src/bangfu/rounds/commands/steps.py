"""How rounds move: one at a time, against the page that was seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bangfu.acts.frame import part_of_act
from bangfu.acts.moving import Moving, begin
from bangfu.acts.refusals import Refusals
from bangfu.acts.ways import Way
from bangfu.kernel.states import BarKind
from bangfu.scope.actors import Actor

from ..errors import (
    AlreadyDone,
    PlaceShared,
    SamePerson,
    SeasonChanged,
    SeasonFull,
    StaleRound,
)
from ..models import Round, RoundEvent
from ..queries.who_else import who_else
from ..rules.states import TABLE, Act

#: What the database says against a place of a season that an award takes, or is paid on.
PLACE_REFUSALS: Refusals = {
    "place_beyond_times": SeasonFull,
    "need_claim_household_once": SeasonFull,
    "need_claim_person_once": SeasonFull,
    "place_of_its_season": SeasonChanged,
    "place_shared_by_two_files": PlaceShared,
}


class RoundWay(Way[Round]):
    table = TABLE
    kind = "round"
    rows = Round
    events = RoundEvent
    subject = "round_id"

    def lock(self, ids: Collection[int], by: Actor) -> list[Round]:
        """Raises Round.DoesNotExist outside the actor's jurisdiction."""
        locked = Round.objects.visible_to(by).select_for_update(of=("self",))
        return [locked.get(pk=id_) for id_ in ids]

    def stale(self, rows: Sequence[Round]) -> StaleRound:
        return StaleRound(rows[0].state_label)

    def hindered(
        self, act: str, against: Mapping[Round, Sequence[Any]], on: date
    ) -> StaleRound | SamePerson:
        kinds = {bar.kind for why in against.values() for bar in why}
        if kinds == {BarKind.SAME_PERSON}:
            return same_person(Act(act), next(iter(against)), on)
        return self.stale(list(against))

    def refusals(self, act: str, rows: Sequence[Round], on: date) -> Refusals:
        return {"event_duties_apart": lambda: same_person(Act(act), rows[0], on)}


ROUNDS = RoundWay()


def same_person(act: Act, round_: Round, on: date) -> SamePerson:
    """What refuses a step to whoever had another part in the round; it says who else may take it."""
    return SamePerson(act.label, who_else(act, round_, on))


def begin_step(act: Act, round_id: int, version: int | None, *, on: date) -> Moving[Round]:
    """Lock the round for an act, and refuse whoever may not do it now.

    Args:
        version: as the page showed it; None from the command line, which shows no page.

    Raises:
        Round.DoesNotExist: not in the actor's jurisdiction.
        StaleRound: the round has moved since, or its state or the actor's duty forbids the act.
        SamePerson: the actor did an earlier step that is kept apart.
        AlreadyDone: a second click.
    """
    moving = begin(ROUNDS, act, {round_id: version}, on=on)
    if moving.already:
        raise AlreadyDone(moving.rows[0].state_label)
    return moving


@part_of_act
def is_second_click(round_id: int, version: int | None, by: Actor) -> Round | None:
    """The round, held, where it is one version on from the page: perhaps by this very act.

    Acts that leave the round's state as it is are told apart by what they wrote.
    """
    (round_,) = ROUNDS.lock([round_id], by)
    return round_ if version is not None and version == round_.version - 1 else None
