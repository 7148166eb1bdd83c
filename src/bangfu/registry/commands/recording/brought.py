"""What somebody brings for the register, whoever it is: whole versions, beside what is on file.

A version knows what it changes: nothing where its digest is that of the version on file. Members
whom a list leaves out, and rows that came and went back, make versions that differ in that alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...enums import Change, Source
from ...queries.filed import FiledHousehold, FiledMember
from ...rules.values import Value


@dataclass(frozen=True)
class Bringer:
    """Who brings it: an import with its number, a page … and in whose name it is recorded."""

    source: Source
    source_id: int | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the worker's form says, every field of it, None where nothing is said.

    Attributes:
        union_id, area_code: where it is filed, as found; not as `values` write it.
        id_on_file, card_on_file: the keyed digest of a number that is not opened but kept; `values`
            then has None for it.
        unasked: attributes of expenses that nobody was asked for; `values` has None for them.
    """

    values: Mapping[str, Value] = field(repr=False)
    union_id: int
    area_code: str
    id_on_file: bytes | None = field(default=None, repr=False)
    card_on_file: bytes | None = field(default=None, repr=False)
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdVersion:
    """The worker's form from a day on. `filed` None: a new file; `missing`: see `MissingRows`."""

    file_no: str
    filed: FiledHousehold | None
    held_from: date
    content: Content
    digest: bytes
    missing: tuple[int, ...] = ()

    @property
    def change(self) -> Change:
        if self.filed is None:
            return Change.NEW
        same = (self.filed.digest, self.filed.missing) == (self.digest, self.missing)
        return Change.UNCHANGED if same else Change.CHANGED


@dataclass(frozen=True, slots=True)
class MissingRows:
    """The version on file, but for the ordinals of member rows that went back."""

    filed: FiledHousehold
    held_from: date
    missing: tuple[int, ...]

    @property
    def file_no(self) -> str:
        return self.filed.file_no

    @property
    def change(self) -> Change:
        return Change.UNCHANGED if self.missing == self.filed.missing else Change.CHANGED


@dataclass(frozen=True, slots=True)
class MemberVersion:
    """A member's row from a day on. `filed` None: somebody new among the members.

    `id_secret_on_file`: the sealed number that is kept unopened; `values` then has None for it.
    `former`: the file as it was, where it is the former worker who is a member from that day on.
    """

    file_no: str
    filed: FiledMember | None
    held_from: date
    ordinal: int
    values: Mapping[str, Value] = field(repr=False)
    digest: bytes
    id_secret_on_file: int | None = None
    former: FiledHousehold | None = None

    @property
    def change(self) -> Change:
        if self.filed is None:
            return Change.NEW
        on_file = (self.filed.digest, self.filed.ordinal, self.filed.absent)
        same = on_file == (self.digest, self.ordinal, False)
        return Change.UNCHANGED if same else Change.CHANGED


@dataclass(frozen=True)
class Leaving:
    """`last_day`: the last one as a member."""

    filed: FiledMember
    last_day: date


@dataclass(frozen=True)
class Succession:
    """A member is the worker from `day` on, in place of the one whose last day is the one before.

    `former`: the file as it was; the version of the household names the new worker's person.
    """

    former: FiledHousehold
    successor: FiledMember
    day: date


@dataclass(frozen=True)
class Brought:
    """Members are of households named here. `absent`: on file, and from `day` on in no list."""

    day: date
    households: Sequence[HouseholdVersion | MissingRows]
    members: Sequence[MemberVersion] = ()
    absent: Sequence[FiledMember] = ()
    leaving: Sequence[Leaving] = ()
    successions: Sequence[Succession] = ()
