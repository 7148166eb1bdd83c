"""What each accepted row changes against what is on file on the reporting day; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

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
from ...rules.faults import Fault
from ..reading.accepted import Accepted, RowKey, key_of
from ..reading.objections import filed_unions
from ..reading.unions import UnionDirectory, UnionRef, placed
from .carrying import carry_members
from .digests import member_digests, worker_digests


@dataclass(frozen=True)
class HouseholdDecision:
    """`row` None: the import lists only members of this filed household.

    `missing`: ordinals of member rows that went back, to be kept with the facts.
    """

    file_no: str
    outcome: Outcome
    row: JudgedWorker | None
    filed: FiledHousehold | None
    union: UnionRef | None
    area_code: str
    digest: bytes
    missing: tuple[int, ...]
    held_from: date


@dataclass(frozen=True)
class MemberDecision:
    outcome: Outcome
    row: JudgedMember
    household: HouseholdDecision
    filed: FiledMember | None
    digest: bytes
    held_from: date


Matched = tuple[HouseholdDecision, JudgedMember, FiledMember | None]


@dataclass
class Decisions:
    """`absent`: members on file whom the import's list of their household does not name."""

    as_of: date
    households: list[HouseholdDecision] = field(default_factory=list)
    members: list[MemberDecision] = field(default_factory=list)
    waiting: list[JudgedMember] = field(default_factory=list)
    absent: list[tuple[HouseholdDecision, FiledMember]] = field(default_factory=list)

    def outcomes(self) -> dict[RowKey, Outcome]:
        """What becomes of each accepted row."""
        made = {key_of(one.row): one.outcome for one in self.members}
        made.update({key_of(one.row): one.outcome for one in self.households if one.row})
        made.update({key_of(row): Outcome.WAITING for row in self.waiting})
        return made

    def newly_absent(self) -> list[tuple[HouseholdDecision, FiledMember]]:
        return [(household, member) for household, member in self.absent if not member.absent]

    def slices(self, size: int) -> Iterator[Decisions]:
        """The same in parts of so many households, each with all that is decided of its members."""
        members, absent = _by_file(self.members), defaultdict(list)
        for household, member in self.absent:
            absent[household.file_no].append((household, member))
        for start in range(0, len(self.households), size):
            part = Decisions(self.as_of, self.households[start : start + size])
            for one in part.households:
                part.members += members.get(one.file_no, ())
                part.absent += absent.get(one.file_no, ())
            yield part

    def counts(self) -> dict[str, int]:
        workers = [one.outcome for one in self.households if one.row]
        members = [one.outcome for one in self.members]
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


def _by_file(members: Iterable[MemberDecision]) -> Mapping[str, list[MemberDecision]]:
    found: dict[str, list[MemberDecision]] = defaultdict(list)
    for one in members:
        found[one.household.file_no].append(one)
    return found


def decide(accepted: Accepted, as_of: date, directory: UnionDirectory) -> Decisions:
    """Compare with the versions in force on `as_of`, within the running transaction's scope."""
    entering = [row for row in accepted.members if not row.waiting]
    filed = filed_households({row.file_no for row in accepted.rows()}, as_of)
    decisions = Decisions(as_of, waiting=[row for row in accepted.members if row.waiting])
    decisions.households = _households(accepted, entering, filed, as_of, directory)
    by_file_no = {one.file_no: one for one in decisions.households}
    listed = _listed(entering, by_file_no, accepted.lists_members)
    on_file = filed_members([one.id for one in filed.values()], as_of)
    matched: list[Matched] = []
    for household, rows in listed:
        known = on_file.get(household.filed.id, []) if household.filed else []
        left = list(known)
        found = _match(rows, left)
        matched += [(household, row, found.get(row.ordinal)) for row in rows]
        if not household.missing:  # a row that went back may be the one who seems absent
            decisions.absent += [(household, member) for member in left]
    decisions.members = _members(matched, accepted, as_of)
    return decisions


def _households(
    accepted: Accepted,
    entering: Sequence[JudgedMember],
    filed: Mapping[str, FiledHousehold],
    as_of: date,
    directory: UnionDirectory,
) -> list[HouseholdDecision]:
    unions = filed_unions(accepted)
    rows = [(row, *_place(row, directory, unions)) for row in accepted.workers]
    digests = _known_digests(rows, filed, accepted)
    made = [
        _household(row, union, area, digest, filed.get(row.file_no), accepted, as_of)
        for (row, union, area), digest in zip(rows, digests, strict=True)
    ]
    named = {one.file_no for one in made}
    members_only = {row.file_no for row in entering} - named
    return made + [
        _members_only(filed[file_no], accepted.missing.get(file_no, ()), as_of)
        for file_no in sorted(members_only & filed.keys())
    ]


def _known_digests(
    rows: Sequence[tuple[JudgedWorker, UnionRef, str]],
    filed: Mapping[str, FiledHousehold],
    accepted: Accepted,
) -> list[bytes]:
    """Of the rows; the one on file where a row says, or leaves, just what is on file."""
    digests = worker_digests([(row, union.id, area) for row, union, area in rows])
    for at, (row, union, area) in enumerate(rows):
        on_file = filed.get(row.file_no)
        if on_file is None or on_file.digest is None or on_file.digest == digests[at]:
            continue
        was = accepted.as_filed.get(row.file_no)
        if was is not None:
            same = worker_digests([(was.row, was.union_id, was.area_code)])[0] == digests[at]
        else:
            same = _same_by_card(row, union, area, on_file)
        if same:
            digests[at] = on_file.digest
    return digests


def _same_by_card(row: JudgedWorker, union: UnionRef, area: str, on_file: FiledHousehold) -> bool:
    """Whether it differs only in how the version on file knows its card: carried over then."""
    card = row.values["card_number"]
    if not card or blind_index(SecretKind.CARD, str(card)) != on_file.card_index:
        return False
    by_card = replace(row, card_on_file=on_file.card_index)
    return worker_digests([(by_card, union.id, area)])[0] == on_file.digest


def _place(
    row: JudgedWorker, directory: UnionDirectory, unions: Mapping[str, int]
) -> tuple[UnionRef, str]:
    written, system = str(row.values["union_name"] or ""), str(row.values["system"] or "")
    union = placed(directory, written, system, unions, row.file_no)
    if isinstance(union, Fault):  # objected to before; nothing such comes here
        raise ValueError(union.code)
    return union, str(row.values["area_code"] or union.area_code)


def _household(
    row: JudgedWorker,
    union: UnionRef,
    area_code: str,
    digest: bytes,
    filed: FiledHousehold | None,
    accepted: Accepted,
    as_of: date,
) -> HouseholdDecision:
    told = accepted.missing.get(row.file_no, ())
    missing = told if accepted.lists_members or filed is None else filed.missing
    first = filed is None or filed.facts_id is None
    opened_on = row.values["opened_on"]
    held_from = opened_on if first and isinstance(opened_on, date) else as_of
    if filed is None:
        outcome = Outcome.NEW
    elif filed.digest == digest and filed.missing == missing:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.CHANGED
    return HouseholdDecision(
        row.file_no, outcome, row, filed, union, area_code, digest, missing, held_from
    )


def _members_only(
    filed: FiledHousehold, missing: tuple[int, ...], as_of: date
) -> HouseholdDecision:
    outcome = Outcome.UNCHANGED if missing == filed.missing else Outcome.CHANGED
    return HouseholdDecision(
        filed.file_no,
        outcome,
        None,
        filed,
        None,
        filed.area_code,
        filed.digest or b"",
        missing,
        as_of,
    )


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
    digests = member_digests(rows)
    return [
        _member(row, household, filed, digest, as_of)
        for (household, _, filed), row, digest in zip(matched, rows, digests, strict=True)
    ]


def _match(rows: Sequence[JudgedMember], left: list[FiledMember]) -> dict[int, FiledMember]:
    """Each row's member by identity, else by name, birth date and relation; takes them off `left`."""
    if not left:
        return {}
    found: dict[int, FiledMember] = {}
    numbers = [str(row.values["id_number"] or "") for row in rows]
    indexes = blind_indexes(SecretKind.ID_NUMBER, numbers)
    for row, index in zip(rows, indexes, strict=True):
        _take(found, row, left, [one for one in left if one.id_index == index])
    for row in rows:
        if row.ordinal not in found:
            who = (row.values["name"], row.values["birth_date"], row.values["relation"])
            alike = [one for one in left if (one.name, one.birth_date, one.relation) == who]
            _take(found, row, left, alike)
    return found


def _take(
    found: dict[int, FiledMember],
    row: JudgedMember,
    left: list[FiledMember],
    fitting: Sequence[FiledMember],
) -> None:
    if fitting:
        found[row.ordinal] = fitting[0]
        left.remove(fitting[0])


def _member(
    row: JudgedMember,
    household: HouseholdDecision,
    filed: FiledMember | None,
    digest: bytes,
    as_of: date,
) -> MemberDecision:
    held_from = household.held_from if household.filed is None else as_of
    if filed is None:
        outcome = Outcome.NEW
    elif (filed.digest, filed.ordinal, filed.absent) == (digest, row.ordinal, False):
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.CHANGED
    return MemberDecision(outcome, row, household, filed, digest, held_from)
