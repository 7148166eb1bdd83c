"""Which files share a person or a card with others, wherever those lie; asked anew each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from bangfu.scope.by_hand import rows_of
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ..rules.overlaps import OverlapKind
from .on_file import byte_array

OVERLAPS = """
select household_id, kind, shared_index, pair, name, relation,
  other_id, other_file_no, other_head_name, other_relation
from registry_overlaps(%(households)s, %(on)s)
"""

KNOWN = """
select shared_index, file_no from registry_numbers_known(%(kind)s, %(wanted)s::bytea[], %(on)s)
order by file_no
"""
SECRET_OF = {OverlapKind.PERSON: SecretKind.ID_NUMBER, OverlapKind.CARD: SecretKind.CARD}


@dataclass(frozen=True)
class OtherFile:
    """The file that an overlap leads to, for who sees it; `relation`: the person's there."""

    household_id: int
    file_no: str
    head_name: str = field(repr=False)
    relation: str


@dataclass(frozen=True)
class Overlap:
    """One number that a file shares with one other.

    Attributes:
        shared_index: the number's keyed digest.
        pair: tells these two files and this number from all other overlaps.
        name, relation: whose number it is in this file; a card is the worker's.
        other: None where the caller does not see the other file.
    """

    household_id: int
    kind: OverlapKind
    shared_index: bytes = field(repr=False)
    pair: bytes = field(repr=False)
    name: str = field(repr=False)
    relation: str
    other: OtherFile | None

    @property
    def files(self) -> tuple[int, ...]:
        """Both, the lower number first; its own alone where the other is not seen."""
        return tuple(
            sorted({self.household_id, *([self.other.household_id] if self.other else [])})
        )


def overlaps_of(household_ids: Collection[int], on: date) -> dict[int, list[Overlap]]:
    """By household, of those that the running transaction sees; one without any is absent."""
    overlaps: dict[int, list[Overlap]] = defaultdict(list)
    asked = {"households": list(household_ids), "on": on}
    for household, kind, index, pair, name, relation, *other in rows_of(OVERLAPS, asked):
        seen = OtherFile(*other) if other[0] is not None else None
        overlap = Overlap(
            household, OverlapKind(kind), bytes(index), bytes(pair), name, relation, seen
        )
        overlaps[household].append(overlap)
    return dict(overlaps)


def files_holding(
    kind: OverlapKind, numbers: Iterable[str], on: date
) -> dict[str, list[str | None]]:
    """By number, the files that hold it that day: their file numbers, None for one out of sight."""
    written = sorted(set(numbers))
    secret = SECRET_OF[kind]
    number_of = dict(zip(blind_indexes(secret, written), written, strict=True))
    asked = {"kind": secret.value, "wanted": byte_array(number_of), "on": on}
    holding: dict[str, list[str | None]] = defaultdict(list)
    for index, file_no in rows_of(KNOWN, asked) if written else ():
        holding[number_of[bytes(index)]].append(file_no)
    return dict(holding)
