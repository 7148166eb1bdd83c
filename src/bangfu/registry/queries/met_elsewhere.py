"""Which numbers were brought in vain and still wait for who sees both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from bangfu.kernel.counting import MOST
from bangfu.organisations.queries import scope_of
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import rows_of
from bangfu.scope.models import TIERS
from bangfu.scope.reach import Scope

from ..met_models import OPEN, MetElsewhere
from ..models import Household
from .on_file import byte_array

HELD = """
select household_id, shared_index from registry_numbers_held('id_number', %(wanted)s::bytea[], %(on)s)
"""


def open_met(by: Actor, on: date, most: int = MOST + 1) -> list[MetElsewhere]:
    """By number of the file that has it; those that are accepted by now are closed of themselves."""
    rows = MetElsewhere.objects.visible_to(by).filter(OPEN)
    told = rows.select_related("union__parent", "met__union", "household", "secret")
    waiting = list(told.order_by("met__file_no", "pk")[:most])
    accepted = accepted_among(waiting, by, on)
    return [each for each in waiting if each.pk not in accepted]


def open_pair(met_id: int, by: Actor) -> MetElsewhere | None:
    """One that waits, with both its sides; None where the actor does not see both."""
    rows = MetElsewhere.objects.visible_to(by).filter(OPEN, pk=met_id)
    return rows.select_related("union", "met__union", "household").first()


def accepted_among(waiting: Sequence[MetElsewhere], by: Actor, on: date) -> set[int]:
    """Ids of those of whom the bringing union sees a file by now: both files tell of each other (`overlaps`),
    or the one that was met has come to that union.

    Args:
        waiting: with their unions, those unions' superiors, and secrets.
    """
    if not waiting:
        return set()
    wanted = byte_array({bytes(each.secret.blind_index) for each in waiting})
    held = rows_of(HELD, {"wanted": wanted, "on": on})
    files = Household.objects.visible_to(by).in_bulk([household for household, _index in held])
    holding: dict[bytes, list[Household]] = defaultdict(list)
    for household, index in held:
        if household in files:
            holding[bytes(index)].append(files[household])
    return {
        each.pk
        for each in waiting
        if any(
            _reaches(scope_of(each.union), file) for file in holding[bytes(each.secret.blind_index)]
        )
    }


def _reaches(scope: Scope, file: Household) -> bool:
    """As `within` asks of the database."""
    tiers = {getattr(file, tier) for tier in TIERS}
    around = scope.system_union_id is not None and scope.system_union_id in tiers
    return scope.union_id in tiers or (around and scope.system == file.system)
