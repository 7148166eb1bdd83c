"""What two files of a season have in common: the reason that is told, how an officer settles it, and whom
a release holds back.
"""

from __future__ import annotations

from datetime import date

from bangfu.casework.commands.settle_overlap import settle_overlap
from bangfu.casework.queries.settling import seen_now
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.rounds.models import Round
from bangfu.scope.actors import Actor, acting
from makers import payees, rounds

FAMILY = "家中有人也在本季已列入的另一户"


def settle(by: Actor, kind: OverlapKind, *files: str, belongs_to: str = "") -> None:
    with acting(by):
        ids = [Household.objects.get(file_no=file_no).pk for file_no in files]
        seen = seen_now(ids[0], kind, today())
    settle_overlap(
        household_id=ids[0],
        kind=kind,
        other_ids=ids[1:],
        belongs_to=ids[files.index(belongs_to)] if belongs_to else None,
        reason="已上门核实",
        seen=seen,
        on=today(),
        by=by,
    )


def held_at_release(world: payees.World, round_: Round, on: date = payees.TODAY) -> dict[str, str]:
    done = rounds.release_on(world, round_, on)
    return {held.file_no[-5:]: held.why for held in done.held_back}
