"""What is asked of the members of one file from a day on: somebody joins, is told of anew, or leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index

from ...errors import NotAMember, PersonOnFile
from ...models import MemberFacts
from ...queries.contents import member_values
from ...queries.filed import FiledHousehold, FiledMember, filed_members
from ...queries.on_file import holders_of
from ...rules.form import MEMBER_FORM
from ...rules.values import Value
from .brought import Leaving, MemberVersion
from .digests import member_digests, unopened_member_digest
from .sound import require_sound

#: Which file a member's row belongs to does not change.
WITHOUT_FILE_NO = {each.attr: each for each in MEMBER_FORM.fields if each.attr != "file_no"}


@dataclass(frozen=True)
class Joins:
    """`values`: by attribute of the form, None or absent for what is not known.
    `in_place_of`: the ordinal of a row that went back, for which this one comes.
    """

    values: Mapping[str, Value] = field(repr=False)
    in_place_of: int | None = None


@dataclass(frozen=True)
class Amended:
    """`changes`: what is otherwise than on file; a number that is not among them stays unopened."""

    membership_id: int
    changes: Mapping[str, Value] = field(repr=False)


@dataclass(frozen=True)
class Leaves:
    """No member any more from the day on."""

    membership_id: int


@dataclass(frozen=True)
class Succeeds:
    """A member becomes the worker from the day on, in place of the one who leaves: has died, say.

    What was told of the former worker alone is not known of the new one unless it is told with it.
    """

    membership_id: int


MemberChange = Joins | Amended | Leaves | Succeeds


@dataclass(frozen=True)
class MembersAsked:
    """`missing`: the ordinals of rows that went back and that nobody came for. `met`: how many of those
    who join are in a file out of the caller's sight; either file tells of the other (`overlaps`).
    """

    versions: Sequence[MemberVersion]
    leaving: Sequence[Leaving]
    missing: tuple[int, ...]
    successor: FiledMember | None = None
    met: int = 0


def members_asked(
    filed: FiledHousehold, held_from: date, asked: Sequence[MemberChange]
) -> MembersAsked:
    """Beside what is on file of them that day.

    Raises:
        FieldBlank, FactOutOfBounds, PersonOnFile: the change itself can't be.
        NotAMember: who is to be amended isn't one that day, or who leaves wasn't one the day before.
        KeyError: no such field, or one that stays as it is.
    """
    household = _Household(filed, held_from)
    versions: list[MemberVersion] = []
    leaving: list[Leaving] = []
    successor: FiledMember | None = None
    for each in asked:
        if isinstance(each, Leaves):
            leaving.append(household.leaving(each.membership_id))
        elif isinstance(each, Succeeds):
            if successor is not None:
                raise NotAMember(held_from)
            leaving.append(household.leaving(each.membership_id))
            successor = leaving[-1].filed
        elif isinstance(each, Amended):
            versions.append(household.amended(each))
        else:
            versions.append(household.joining(each))
    return MembersAsked(versions, leaving, household.missing, successor, household.met)


class _Household:
    """Who is in it, while one change after the other is asked of it."""

    def __init__(self, filed: FiledHousehold, held_from: date) -> None:
        members = filed_members([filed.id], held_from).get(filed.id, [])
        self._filed, self._held_from = filed, held_from
        self._members = {member.membership_id: member for member in members}
        self._identities = [filed.id_index, *(member.id_index for member in members)]
        self._ordinal = max([0, *filed.missing, *(member.ordinal for member in members)])
        self.missing = filed.missing
        self.met = 0

    def joining(self, asked: Joins) -> MemberVersion:
        values = {**dict.fromkeys(WITHOUT_FILE_NO), **asked.values}
        values = _sound(values)
        self._require_free(str(values["id_number"]))
        ordinal = self._place(asked.in_place_of)
        return MemberVersion(
            self._filed.file_no, None, self._held_from, ordinal, values, member_digests([values])[0]
        )

    def amended(self, asked: Amended) -> MemberVersion:
        filed, changes = self._member(asked.membership_id), _sound(asked.changes)
        facts = MemberFacts.objects.select_related("id_secret").get(id=filed.facts_id or 0)
        on_file = bytes(facts.id_secret.blind_index) if facts.id_secret else b""
        as_filed = {**dict.fromkeys(MEMBER_FORM.by_attr), **member_values(facts)}
        if "id_number" in changes and _index(str(changes["id_number"])) == on_file:
            del changes["id_number"]
        values, kept = {**as_filed, **changes}, facts.id_secret_id
        if "id_number" in changes:
            self._require_free(str(changes["id_number"]))
            digest, kept = member_digests([values])[0], None
        else:
            digest = unopened_member_digest(values, on_file, as_filed, filed)
        place = (self._filed.file_no, filed, self._held_from, filed.ordinal)
        return MemberVersion(*place, values, digest, kept)

    def leaving(self, membership_id: int) -> Leaving:
        filed, last_day = self._member(membership_id), self._held_from - timedelta(days=1)
        if last_day < filed.since:
            raise NotAMember(last_day)
        return Leaving(filed, last_day)

    def _member(self, membership_id: int) -> FiledMember:
        member = self._members.get(membership_id)
        if member is None or member.facts_id is None:
            raise NotAMember(self._held_from)
        return member

    def _place(self, in_place_of: int | None) -> int:
        if in_place_of is not None:
            self.missing = tuple(ordinal for ordinal in self.missing if ordinal != in_place_of)
            return in_place_of
        self._ordinal += 1
        return self._ordinal

    def _require_free(self, number: str) -> None:
        """Whoever is the worker or a member already does not join. Who is in another file does, as by an
        import: that is told at both files, and settled there.
        """
        index = _index(number)
        if index in self._identities:
            raise PersonOnFile(self._filed.file_no)
        self._identities.append(index)
        elsewhere = holders_of([number], self._held_from).get(number, ())
        self.met += any(not each.visible for each in elsewhere)


def _index(number: str) -> bytes:
    return blind_index(SecretKind.ID_NUMBER, number)


def _sound(values: Mapping[str, Value]) -> dict[str, Value]:
    """Raises KeyError for what is no field of a member's row, and what `require_sound` raises."""
    for attr, value in values.items():
        require_sound(WITHOUT_FILE_NO[attr], value)
    return dict(values)
