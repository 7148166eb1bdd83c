"""What each accepted row changes against what is on file on the reporting day; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bangfu.documents.tables.readings import Fault
from bangfu.registry.commands.recording.brought import (
    Brought,
    Content,
    HouseholdVersion,
    Leaving,
    MemberVersion,
    MissingRows,
    Succession,
)
from bangfu.registry.commands.recording.digests import (
    household_digests,
    known_digest,
    known_member_digest,
    member_digests,
)
from bangfu.registry.commands.recording.succeeding import of_successor
from bangfu.registry.queries.filed import (
    FiledHousehold,
    FiledMember,
    filed_households,
    filed_members,
)
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index, blind_indexes

from ...enums import Outcome
from ...rules import JudgedMember, JudgedWorker
from ..reading.accepted import Accepted, RowKey, key_of
from ..reading.objections import filed_unions
from ..reading.unions import UnionDirectory, placed
from .carrying import carry_members
from .succeeding import SuccessionTold


@dataclass(frozen=True, slots=True)
class HouseholdDecision:
    """A worker's row and the version it makes. `row` None: the import lists only members of this
    filed household, so that no more than the missing rows can change. `succession`: the row is of a
    member on file, who takes the worker's place.
    """

    row: JudgedWorker | None
    version: HouseholdVersion | MissingRows
    succession: SuccessionTold | None = None

    @property
    def file_no(self) -> str:
        return self.version.file_no

    @property
    def filed(self) -> FiledHousehold | None:
        return self.version.filed

    @property
    def outcome(self) -> Outcome:
        return Outcome.NEW if self.filed is None else Outcome(self.version.change)


@dataclass(frozen=True, slots=True)
class MemberDecision:
    row: JudgedMember
    version: MemberVersion

    @property
    def outcome(self) -> Outcome:
        return Outcome.NEW if self.version.filed is None else Outcome(self.version.change)


Absent = tuple[HouseholdDecision, FiledMember]
Matched = tuple[HouseholdDecision, JudgedMember, FiledMember | None]


@dataclass
class Decisions:
    """`absent`: members on file whom the import's list of their household does not name."""

    as_of: date
    households: list[HouseholdDecision] = field(default_factory=list)
    members: list[MemberDecision] = field(default_factory=list)
    waiting: list[JudgedMember] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)

    def outcomes(self) -> dict[RowKey, Outcome]:
        """What becomes of each accepted row."""
        outcomes = {key_of(each.row): each.outcome for each in self.members}
        outcomes.update({key_of(each.row): each.outcome for each in self.households if each.row})
        outcomes.update({key_of(row): Outcome.WAITING for row in self.waiting})
        return outcomes

    def newly_absent(self) -> list[Absent]:
        return [(household, member) for household, member in self.absent if not member.absent]

    def brought(self, parts: Iterable[Sequence[str]]) -> Iterator[Brought]:
        """In parts, each with all that is decided of its members.

        Args:
            parts: their file numbers, also such as no household here has.
        """
        members: dict[str, list[MemberVersion]] = defaultdict(list)
        absent: dict[str, list[FiledMember]] = defaultdict(list)
        for each in self.members:
            members[each.version.file_no].append(each.version)
        for household, member in self.absent:
            absent[household.file_no].append(member)
        by_file_no = {each.file_no: each for each in self.households}
        for file_nos in parts:
            households = [by_file_no[file_no] for file_no in file_nos if file_no in by_file_no]
            part = [each.version for each in households]
            successions = [each.succession for each in households if each.succession]
            yield Brought(
                self.as_of,
                part,
                [each for version in part for each in members.get(version.file_no, ())],
                [each for version in part for each in absent.get(version.file_no, ())],
                [Leaving(each.successor, self.as_of - timedelta(days=1)) for each in successions],
                [Succession(each.former, each.successor, self.as_of) for each in successions],
            )

    def counts(self) -> dict[str, int]:
        workers = [each.outcome for each in self.households if each.row]
        members = [each.outcome for each in self.members]
        return {
            "households_new": workers.count(Outcome.NEW),
            "households_changed": workers.count(Outcome.CHANGED),
            "households_unchanged": workers.count(Outcome.UNCHANGED),
            "members_new": members.count(Outcome.NEW),
            "members_changed": members.count(Outcome.CHANGED),
            "members_unchanged": members.count(Outcome.UNCHANGED),
            "members_absent": len(self.newly_absent()),
            "members_waiting": len(self.waiting),
        }


def decide(accepted: Accepted, as_of: date, directory: UnionDirectory) -> Decisions:
    """Compare with the versions in force on `as_of`, within the running transaction's scope."""
    entering = [row for row in accepted.members if not row.waiting]
    filed = filed_households({row.file_no for row in accepted.rows()}, as_of)
    decisions = Decisions(as_of, waiting=[row for row in accepted.members if row.waiting])
    decisions.households = _households(accepted, entering, filed, as_of, directory)
    by_file_no = {each.file_no: each for each in decisions.households}
    listed = _listed(entering, by_file_no, accepted.lists_members)
    on_file = filed_members([file.id for file in filed.values()], as_of)
    matched: list[Matched] = []
    for household, rows in listed:
        known = on_file.get(household.filed.id, []) if household.filed else []
        left = [each for each in known if not _is_successor(each, household)]
        members = _match(rows, left)
        matched += [(household, row, members.get(row.ordinal)) for row in rows]
        if not household.version.missing:  # a row that went back may be the one who seems absent
            decisions.absent += [(household, member) for member in left]
    decisions.members = _members(matched, accepted, as_of)
    return decisions


def _is_successor(member: FiledMember, household: HouseholdDecision) -> bool:
    return household.succession is not None and household.succession.successor == member


def _households(
    accepted: Accepted,
    entering: Sequence[JudgedMember],
    filed: Mapping[str, FiledHousehold],
    as_of: date,
    directory: UnionDirectory,
) -> list[HouseholdDecision]:
    unions = filed_unions(accepted)
    contents = [_content(row, directory, unions) for row in accepted.workers]
    digests = household_digests(contents)
    written = [
        _household(row, content, digest, filed.get(row.file_no), accepted, as_of)
        for row, content, digest in zip(accepted.workers, contents, digests, strict=True)
    ]
    named = {each.file_no for each in written}
    members_only = {row.file_no for row in entering} - named
    return written + [
        HouseholdDecision(
            None, MissingRows(filed[file_no], as_of, accepted.missing.get(file_no, ()))
        )
        for file_no in sorted(members_only & filed.keys())
    ]


def _content(row: JudgedWorker, directory: UnionDirectory, unions: Mapping[str, int]) -> Content:
    written, system = str(row.values["union_name"] or ""), str(row.values["system"] or "")
    union = placed(directory, written, system, unions, row.file_no)
    if isinstance(union, Fault):  # objected to before; nothing such comes here
        raise ValueError(union.code)
    area_code = str(row.values["area_code"] or union.area_code)
    return Content(
        row.values, union.id, area_code, card_on_file=row.card_on_file, unasked=row.unasked
    )


def _household(
    row: JudgedWorker,
    content: Content,
    digest: bytes,
    filed: FiledHousehold | None,
    accepted: Accepted,
    as_of: date,
) -> HouseholdDecision:
    if filed is not None:
        digest = known_digest(content, digest, filed, accepted.as_filed.get(row.file_no))
    told = accepted.missing.get(row.file_no, ())
    missing = told if accepted.lists_members or filed is None else filed.missing
    first = filed is None or filed.facts_id is None
    opened_on = row.values["opened_on"]
    held_from = opened_on if first and isinstance(opened_on, date) else as_of
    succession = accepted.succession(row.file_no)
    if filed is not None and succession is not None:
        filed = of_successor(filed, succession.successor)
    version = HouseholdVersion(row.file_no, filed, held_from, content, digest, missing)
    return HouseholdDecision(row, version, succession)


def _listed(
    entering: Sequence[JudgedMember],
    by_file_no: Mapping[str, HouseholdDecision],
    lists_members: bool,
) -> Iterable[tuple[HouseholdDecision, list[JudgedMember]]]:
    """Households whose members the import lists, in file order, with their rows."""
    rows: dict[str, list[JudgedMember]] = defaultdict(list)
    for row in entering:
        if row.file_no in by_file_no:
            rows[row.file_no].append(row)
    if not lists_members:
        return []
    return [(household, rows[file_no]) for file_no, household in by_file_no.items()]


def _members(matched: Sequence[Matched], accepted: Accepted, as_of: date) -> list[MemberDecision]:
    versions = [(row, filed.facts_id if filed else None) for _, row, filed in matched]
    rows = carry_members(versions, accepted.lacking())
    digests = member_digests([row.values for row in rows])
    return [
        MemberDecision(row, _member(row, household, filed, digest, as_of))
        for (household, _, filed), row, digest in zip(matched, rows, digests, strict=True)
    ]


def _member(
    row: JudgedMember,
    household: HouseholdDecision,
    filed: FiledMember | None,
    digest: bytes,
    as_of: date,
) -> MemberVersion:
    held_from = household.version.held_from if household.filed is None else as_of
    digest = known_member_digest(row.values, digest, filed)
    former = _former(row, household) if filed is None else None
    return MemberVersion(
        row.file_no, filed, held_from, row.ordinal, row.values, digest, former=former
    )


def _former(row: JudgedMember, household: HouseholdDecision) -> FiledHousehold | None:
    """The file as it was, where the row is of the one who was its worker until now."""
    former = household.succession.former if household.succession else None
    number = str(row.values["id_number"] or "")
    if former is None or blind_index(SecretKind.ID_NUMBER, number) != former.id_index:
        return None
    return former


def _match(rows: Sequence[JudgedMember], left: list[FiledMember]) -> dict[int, FiledMember]:
    """By ordinal: the member that a row means, by identity, else by name, birth date and relation.

    Takes them off `left`.
    """
    if not left:
        return {}
    members: dict[int, FiledMember] = {}
    numbers = [str(row.values["id_number"] or "") for row in rows]
    indexes = blind_indexes(SecretKind.ID_NUMBER, numbers)
    for row, index in zip(rows, indexes, strict=True):
        _take(members, row, left, [each for each in left if each.id_index == index])
    for row in rows:
        if row.ordinal not in members:
            who = (row.values["name"], row.values["birth_date"], row.values["relation"])
            alike = [each for each in left if (each.name, each.birth_date, each.relation) == who]
            _take(members, row, left, alike)
    return members


def _take(
    members: dict[int, FiledMember],
    row: JudgedMember,
    left: list[FiledMember],
    fitting: Sequence[FiledMember],
) -> None:
    if fitting:
        members[row.ordinal] = fitting[0]
        left.remove(fitting[0])
