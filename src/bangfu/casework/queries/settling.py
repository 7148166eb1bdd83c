"""What waits to be settled by somebody who sees both files, and what the page of it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from bangfu.kernel.counting import MOST
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts
from bangfu.registry.queries.overlaps import Overlap, overlaps_of
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor
from bangfu.vault.queries import refs_sharing

from ..models import Case, OverlapSettlement
from ..rules.overlaps import overlaps_seen
from .overlaps import StandingOverlap, shared_among, standing_overlaps


@dataclass(frozen=True)
class OpenOverlap:
    """Files that share persons or a card, some of it not settled yet.

    Attributes:
        names: who is in all of them; of a card the workers.
        file_nos: of the files in sight, two at least.
    """

    kind: OverlapKind
    names: tuple[str, ...] = field(repr=False)
    file_nos: tuple[str, ...]


@dataclass(frozen=True)
class FileSharing:
    """A file of the page that settles: what tells whose the person or card is.

    Attributes:
        whose: name and relation there of each person who is shared; empty of a card.
        facts: the version in force; None where none is.
    """

    household: Household
    whose: tuple[tuple[str, str], ...] = field(repr=False)
    facts: HouseholdFacts | None


@dataclass(frozen=True)
class Settling:
    """Attributes:
    files: the file itself first, then the others in sight.
    hidden: how many more there are out of sight.
    seen: what the command takes, to know that nothing else is shared by then.
    barred: the actor brought one of the files in, changed or submitted it.
    """

    kind: OverlapKind
    files: tuple[FileSharing, ...]
    hidden: int
    seen: str
    barred: bool


def open_overlaps(by: Actor, on: date, most: int = MOST + 1) -> list[OpenOverlap]:
    """Of what the actor sees on both sides, by file number; of the first thousand files that share."""
    noted = refs_sharing(by, most)
    standing = standing_overlaps(noted, on) if noted else {}
    sides: dict[tuple[OverlapKind, bytes], list[StandingOverlap]] = defaultdict(list)
    for shared in standing.values():
        for each in shared:
            if each.overlap.other:
                sides[each.overlap.kind, each.overlap.shared_index].append(each)
    numbers = [
        (kind, of) for (kind, _index), of in sides.items() if any(not side.settled for side in of)
    ]
    return _gathered(numbers)


def _gathered(
    numbers: Iterable[tuple[OverlapKind, list[StandingOverlap]]],
) -> list[OpenOverlap]:
    """Numbers that the same files share are one piece of work: a couple in two files, say."""
    names: dict[tuple[OverlapKind, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
    for kind, sides in numbers:
        files = tuple(sorted({side.overlap.other.file_no for side in sides if side.overlap.other}))
        for side in sides:
            names[kind, files].setdefault(side.overlap.name)
    overlaps = [OpenOverlap(kind, tuple(of), files) for (kind, files), of in names.items()]
    return sorted(overlaps, key=lambda overlap: (overlap.file_nos, overlap.kind))


def settling(household: Household, kind: str, by: Actor, on: date) -> Settling | None:
    """None where the household shares nothing of that kind with a file in the actor's sight."""
    shared = _shared(household.pk, kind, on)
    files = _files(shared, household.pk)
    if len(files) < 2:
        return None
    households = _households(files, household.pk)
    return Settling(
        kind=shared[0].kind,
        files=tuple(_file(each, shared, household.pk, on) for each in households),
        hidden=len({overlap.pair for overlap in shared if overlap.other is None}),
        seen=seen_now(household.pk, shared[0].kind, on),
        barred=_brought(files, by),
    )


def seen_now(household_id: int, kind: OverlapKind, on: date) -> str:
    """Of all files in sight with which the household shares something of that kind, and the newest word on it."""
    files = _files(_shared(household_id, kind, on), household_id)
    among = shared_among(household_id, kind, files, on) if len(files) > 1 else ()
    pairs = [each.pair for each in among]
    settled = OverlapSettlement.objects.filter(pair__in=pairs).aggregate(newest=Max("pk"))
    return overlaps_seen(pairs, settled["newest"] or 0)


def _shared(household_id: int, kind: str, on: date) -> list[Overlap]:
    overlaps = overlaps_of([household_id], on).get(household_id, [])
    return [overlap for overlap in overlaps if overlap.kind == kind]


def _files(shared: Iterable[Overlap], household_id: int) -> set[int]:
    return {household_id, *(each.other.household_id for each in shared if each.other)}


def _households(files: Collection[int], first: int) -> list[Household]:
    rows = Household.objects.select_related("union").filter(pk__in=files).order_by("file_no")
    return sorted(rows, key=lambda each: each.pk != first)


def _file(household: Household, shared: Iterable[Overlap], first: int, on: date) -> FileSharing:
    facts = HouseholdFacts.objects.filter(household=household).in_force(on).first()
    return FileSharing(household, tuple(_whose(household.pk, shared, first)), facts)


def _whose(household_id: int, shared: Iterable[Overlap], first: int) -> dict[tuple[str, str], None]:
    """Of each person who is shared, once, as this file has it."""
    whose: dict[tuple[str, str], None] = {}
    for overlap in shared:
        other = overlap.other
        if household_id == first and overlap.relation:
            whose.setdefault((overlap.name, overlap.relation))
        elif other and other.household_id == household_id and other.relation:
            whose.setdefault((overlap.name, other.relation))
    return whose


def _brought(files: Collection[int], by: Actor) -> bool:
    """As `guards/settlement.sql` refuses."""
    of_files = {"household__in": files}
    return (
        Case.objects.filter(**of_files, submitted_by_id=by.user_id or 0).exists()
        or HouseholdFacts.objects.filter(**of_files, recorded_by=by.name).exists()
        or MemberFacts.objects.filter(**of_files, recorded_by=by.name).exists()
    )
