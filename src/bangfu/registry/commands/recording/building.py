"""Rows of the tables that hold what is brought, with ids drawn and numbers sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bangfu.kernel import cards, papers
from bangfu.kernel.masking import mask_card, mask_identity
from bangfu.scope.copying import Draw
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from bangfu.vault.sealing import blind_index, seal_many, tail_index

from ...enums import Change
from ...models import Household, HouseholdFacts, MemberFacts, Membership, Person
from ...queries.filed import FiledHousehold
from ...rules.values import Value
from .brought import (
    Bringer,
    Brought,
    Content,
    HouseholdVersion,
    MemberVersion,
    MissingRows,
    Succession,
)
from .columns import COLUMNS, MEMBER_VALUES, WORKER_VALUES, Row

WORKER = "本人"
MASKS: Mapping[SecretKind, Callable[[str], str]] = {
    SecretKind.ID_NUMBER: mask_identity,
    SecretKind.CARD: mask_card,
}


@dataclass
class Writes:
    """`rows`: to insert, by table. The updates follow the newest version only, `earlier` the first, and `left`
    says until when; the copies repeat a version with one thing changed: (facts id, missing ordinals), and
    members now absent.
    """

    rows: dict[type[Any], list[Row]] = field(default_factory=lambda: {m: [] for m in COLUMNS})
    households: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    earlier: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)
    missing: list[tuple[int, list[int]]] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)


class Builder:
    """Turns what is brought into `Writes`; what changes nothing is left out."""

    def __init__(self, bringer: Bringer) -> None:
        self._bringer = bringer
        self._draw = {model: Draw(model) for model in COLUMNS}
        self._household_ids: dict[str, int] = {}
        self._unsealed: dict[SecretKind, list[tuple[int, int, str]]] = {k: [] for k in SecretKind}
        self.writes = Writes()

    def build(self, brought: Brought) -> Writes:
        for model, about in _expected(brought).items():
            self._draw[model].expect(about)
        for household in brought.households:
            if isinstance(household, MissingRows):
                self._missing_rows(household)
            else:
                self._household(household)
        for member in brought.members:
            if member.change is not Change.UNCHANGED:
                self._member(member)
        self._seal()
        self.writes.absent = [
            each.facts_id for each in brought.absent if each.facts_id and not each.absent
        ]
        self.writes.left = [(each.filed.membership_id, each.last_day) for each in brought.leaving]
        for succession in brought.successions:
            self._succession(succession)
        return self.writes

    def _succession(self, succession: Succession) -> None:
        former, successor = succession.former, succession.successor
        last_day = succession.day - timedelta(days=1)
        self.writes.left.append((former.worker_membership_id, last_day))
        membership = next(self._draw[Membership])
        self._insert(Membership, membership, former.id, successor.person_id, WORKER, succession.day)

    def _missing_rows(self, version: MissingRows) -> None:
        self._household_ids[version.file_no] = version.filed.id
        if version.change is not Change.UNCHANGED and version.filed.facts_id:
            self.writes.missing.append((version.filed.facts_id, list(version.missing)))

    def _household(self, version: HouseholdVersion) -> None:
        filed, content = version.filed, version.content
        if filed is not None:
            self._household_ids[version.file_no] = filed.id
        if version.change is Change.UNCHANGED:
            return
        household_id = filed.id if filed else next(self._draw[Household])
        self._household_ids[version.file_no] = household_id
        id_secret = self._id_secret(household_id, content, filed)
        card_secret = self._card_secret(household_id, content, filed)
        if filed is None:
            self._new_household(household_id, version, id_secret)
        elif filed.is_latest:
            self._follow_household(filed, content, id_secret)
        self._insert(
            HouseholdFacts,
            *self._version(HouseholdFacts, household_id, version.held_from, version.digest),
            *_listed(content),
            id_secret,
            card_secret,
            list(version.missing),
            list(content.unasked),
            *WORKER_VALUES.row(content.values),
        )

    def _new_household(
        self, household_id: int, version: HouseholdVersion, id_secret: int | None
    ) -> None:
        values = version.content.values
        listed = (*_listed(version.content), values["name"], values["opened_on"])
        self._insert(Household, household_id, version.file_no, *listed)
        self._person(household_id, values, WORKER, version.held_from, id_secret)

    def _follow_household(
        self, filed: FiledHousehold, content: Content, id_secret: int | None
    ) -> None:
        values = content.values
        listed = (*_listed(content), values["name"], values["opened_on"])
        self.writes.households.append((filed.id, *listed))
        self._follow_person(filed.person_id, values, id_secret)

    def _member(self, version: MemberVersion) -> None:
        household_id = self._household_ids[version.file_no]
        filed, values = version.filed, version.values
        id_secret = version.id_secret_on_file or self._members_number(household_id, version)
        if filed is None:
            membership = self._joining(household_id, version, id_secret)
        else:
            membership = filed.membership_id
            if filed.is_latest:
                self._follow_person(filed.person_id, values, id_secret)
                self.writes.relations.append((membership, values["relation"]))
            if version.held_from < filed.since:
                self.writes.earlier.append((membership, version.held_from))
        self._insert(
            MemberFacts,
            *self._version(MemberFacts, household_id, version.held_from, version.digest),
            membership,
            version.ordinal,
            False,
            id_secret,
            *MEMBER_VALUES.row(values),
        )

    def _members_number(self, household_id: int, version: MemberVersion) -> int | None:
        filed = version.filed or version.former
        known = (filed.id_secret_id, filed.id_index) if filed else (None, None)
        number = version.values["id_number"]
        return self._secret(SecretKind.ID_NUMBER, household_id, number, known)

    def _joining(self, household_id: int, version: MemberVersion, id_secret: int | None) -> int:
        """Somebody new, or the former worker, who is the same person still."""
        relation, values, former = str(version.values["relation"]), version.values, version.former
        if former is None:
            return self._person(household_id, values, relation, version.held_from, id_secret)
        membership = next(self._draw[Membership])
        self._follow_person(former.person_id, values, id_secret)
        joined = (household_id, former.person_id, relation, version.held_from)
        self._insert(Membership, membership, *joined)
        return membership

    def _person(
        self,
        household_id: int,
        values: Mapping[str, Value],
        relation: str,
        held_from: date,
        id_secret: int | None,
    ) -> int:
        person, membership = next(self._draw[Person]), next(self._draw[Membership])
        self._insert(Person, person, household_id, *_who(values), id_secret)
        self._insert(Membership, membership, household_id, person, relation, held_from)
        return membership

    def _follow_person(
        self, person_id: int, values: Mapping[str, Value], id_secret: int | None
    ) -> None:
        self.writes.persons.append((person_id, *_who(values), id_secret))

    def _id_secret(
        self, household_id: int, content: Content, filed: FiledHousehold | None
    ) -> int | None:
        if filed is not None and content.id_on_file is not None:
            return filed.id_secret_id
        known = (filed.id_secret_id, filed.id_index) if filed else (None, None)
        number = content.values["id_number"]
        return self._secret(SecretKind.ID_NUMBER, household_id, number, known)

    def _card_secret(
        self, household_id: int, content: Content, filed: FiledHousehold | None
    ) -> int | None:
        if filed is not None and content.card_on_file is not None:
            return filed.card_secret_id
        known = (filed.card_secret_id, filed.card_index) if filed else (None, None)
        return self._secret(SecretKind.CARD, household_id, content.values["card_number"], known)

    def _secret(
        self,
        kind: SecretKind,
        household_id: int,
        number: Value,
        known: tuple[int | None, bytes | None],
    ) -> int | None:
        """The id of the sealed number: the one on file when it is the same, else a new one."""
        if not number:
            return None
        text = str(number)
        if known[0] is not None and known[1] == blind_index(kind, text):
            return known[0]
        secret_id = next(self._draw[Secret])
        self._unsealed[kind].append((secret_id, household_id, text))
        return secret_id

    def _seal(self) -> None:
        """All new numbers at once, each bound to its own row."""
        for kind, waiting in self._unsealed.items():
            sealed = seal_many(kind, [(secret_id, text) for secret_id, _, text in waiting])
            for (secret_id, household_id, text), each in zip(waiting, sealed, strict=True):
                kept = (each.key_version, each.sealed, each.blind_index, MASKS[kind](text))
                self._insert(
                    Secret, secret_id, kind.value, household_id, *kept, *_told_of(kind, text)
                )

    def _version(self, model: type[Any], household_id: int, held_from: date, digest: bytes) -> Row:
        bringer = self._bringer
        brought = (bringer.source.value, bringer.source_id, held_from, bringer.by_name)
        return (next(self._draw[model]), household_id, *brought, digest)

    def _insert(self, model: type[Any], *row: object) -> None:
        self.writes.rows[model].append(row)


def _told_of(kind: SecretKind, number: str) -> tuple[bytes | None, str, bool | None]:
    """What an identity number is found by and its paper, where that is no resident's card; of an account
    whether its check digit fits.
    """
    if kind is SecretKind.CARD:
        return None, "", cards.luhn_ok(number)
    paper = papers.check(number).paper
    told = "" if paper in (None, papers.Paper.RESIDENT_CARD) else str(paper)
    return tail_index(number), told, None


def _expected(brought: Brought) -> dict[type[Any], int]:
    versions = [each for each in brought.households if isinstance(each, HouseholdVersion)]
    households = [each for each in versions if each.change is not Change.UNCHANGED]
    members = [each for each in brought.members if each.change is not Change.UNCHANGED]
    new_households = sum(each.change is Change.NEW for each in households)
    persons = new_households + sum(each.change is Change.NEW for each in members)
    return {
        Household: new_households,
        Secret: persons + new_households,
        Person: persons,
        Membership: persons + len(brought.successions),
        HouseholdFacts: len(households),
        MemberFacts: len(members),
    }


def _listed(content: Content) -> Row:
    return content.union_id, content.area_code, content.values["system"] or ""


def _who(values: Mapping[str, Value]) -> Row:
    return values["name"], values["sex"] or "", values["birth_date"]
