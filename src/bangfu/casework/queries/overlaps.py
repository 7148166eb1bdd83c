"""What files have in common with others, what became of it, and whether that holds up their cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.counting import MOST
from bangfu.kernel.divisions import NATION
from bangfu.registry.models import Household
from bangfu.registry.queries.overlaps import Overlap, overlaps_of
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import rows_of
from bangfu.vault.queries import refs_sharing

from ..enums import Settled
from ..errors import NothingShared
from ..models import OverlapSettlement
from ..rules.overlaps import blocks
from .parameters import Values, case_parameters

SETTLED = """
select household_id, pair, stands, decided_on from casework_settled(%(households)s, %(pairs)s)
"""


@dataclass(frozen=True)
class StandingOverlap:
    """Attributes:
    settled: as this file is told; None while nobody has.
    decided_on: when it was; None while nobody has.
    blocks: it holds up the case of this file.
    """

    overlap: Overlap
    settled: Settled | None
    decided_on: date | None
    blocks: bool


#: By household, of those in sight; one that shares nothing is absent.
StandingOverlaps = Mapping[int, Sequence[StandingOverlap]]


def standing_overlaps(household_ids: Collection[int], on: date) -> dict[int, list[StandingOverlap]]:
    """By household, of those in sight; one that shares nothing is absent."""
    overlaps = overlaps_of(household_ids, on)
    if not overlaps:
        return {}
    settled = _settled(overlaps)
    places = dict(Household.objects.filter(pk__in=overlaps).values_list("pk", "area_code"))
    parameters = case_parameters({*places.values(), NATION}, on)
    return {
        household: [
            _standing(each, settled, parameters[places.get(household, NATION)]) for each in shared
        ]
        for household, shared in overlaps.items()
    }


def held_up_now(by: Actor, on: date, most: int = MOST + 1) -> StandingOverlaps:
    """What holds up cases of files in the actor's sight, by household; of the first thousand that share."""
    noted = refs_sharing(by, most)
    standing = standing_overlaps(noted, on) if noted else {}
    return {
        household: held
        for household, shared in standing.items()
        if (held := [each for each in shared if each.blocks])
    }


def to_correct(held_up: StandingOverlaps) -> list[int]:
    """Households whose person or card was settled as another file's: they wait until they are corrected."""
    return [
        household
        for household, shared in held_up.items()
        if any(each.settled == Settled.ELSEWHERE for each in shared)
    ]


def blocking(
    standing: StandingOverlaps,
) -> dict[int, frozenset[OverlapKind]]:
    """By household the kinds that hold up its case; one without any is absent."""
    return {
        household: kinds
        for household, shared in standing.items()
        if (kinds := frozenset(each.overlap.kind for each in shared if each.blocks))
    }


def shared_among(
    household_id: int, kind: OverlapKind, files: Collection[int], on: date
) -> list[Overlap]:
    """What any two of these files share of what the household shares with each of them, once a pair.

    Raises:
        NothingShared: one of them is out of sight, or shares nothing of that kind with the household.
    """
    among = {
        each.pair: each
        for shared in overlaps_of(files, on).values()
        for each in shared
        if each.kind == kind and len(each.files) > 1 and set(each.files) <= set(files)
    }
    of_household = [each for each in among.values() if household_id in each.files]
    if {file for each in of_household for file in each.files} != set(files):
        raise NothingShared
    numbers = {each.shared_index for each in of_household}
    return [each for each in among.values() if each.shared_index in numbers]


def settlements_of(pairs: Iterable[bytes], by: Actor) -> dict[bytes, OverlapSettlement]:
    """By pair, the newest one; only where the actor sees both files."""
    rows = OverlapSettlement.objects.visible_to(by).filter(pair__in=list(pairs))
    return {bytes(row.pair): row for row in rows.order_by("id")}


Told = Mapping[tuple[int, bytes], tuple[Settled, date]]


def _settled(overlaps: Mapping[int, Iterable[Overlap]]) -> Told:
    pairs = {each.pair for shared in overlaps.values() for each in shared}
    rows = rows_of(SETTLED, {"households": list(overlaps), "pairs": list(pairs)})
    return {
        (household, bytes(pair)): (Settled(stands), day) for household, pair, stands, day in rows
    }


def _standing(overlap: Overlap, told: Told, parameters: Values) -> StandingOverlap:
    settled, day = told.get((overlap.household_id, overlap.pair), (None, None))
    return StandingOverlap(overlap, settled, day, blocks(overlap.kind, settled, parameters))
