"""Rows of the tables that carry decisions out, with ids drawn and numbers sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bangfu.kernel.masking import mask_card, mask_identity
from bangfu.registry.enums import Source
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from bangfu.vault.enums import SecretKind
from bangfu.vault.models import Secret
from bangfu.vault.sealing import blind_index, seal_many

from ...enums import Outcome
from ...rules.readings import Value
from .copying import Draw
from .deciding import Decisions, HouseholdDecision, MemberDecision

Row = tuple[Any, ...]
WORKER = "本人"
NULLABLE = frozenset(
    {
        ValueKind.FLAG, ValueKind.DATE, ValueKind.MONTH, ValueKind.AMOUNT, ValueKind.COUNT,
        ValueKind.YEAR, ValueKind.FLOOR_AREA,
    }
)  # fmt: skip
ELSEWHERE = frozenset(  # kept in a column of another name, or in the vault
    {"file_no", "id_number", "card_number", "union_name", "system", "area_code"}
)


def _kept(form: Form) -> tuple[tuple[str, Any], ...]:
    """(attribute, what is written where nothing is said) of values kept under their own name."""
    return tuple(
        (each.attr, _blank(each.kind)) for each in form.fields if each.attr not in ELSEWHERE
    )


def _blank(kind: ValueKind) -> Any:
    if kind in NULLABLE:
        return None
    return [] if kind is ValueKind.CODES else ""


WORKER_VALUES, MEMBER_VALUES = _kept(WORKER_FORM), _kept(MEMBER_FORM)
VERSION = (
    "id",
    "household_id",
    "source",
    "source_id",
    "held_from",
    "recorded_by",
    "content_digest",
)
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Household: ("id", "file_no", "union_id", "area_code", "system", "head_name", "opened_on"),
    Secret: ("id", "kind", "household_ref", "key_version", "sealed", "blind_index", "mask"),
    Person: ("id", "household_id", "name", "sex", "birth_date", "id_secret_id"),
    Membership: ("id", "household_id", "person_id", "relation", "held_from"),
    HouseholdFacts: (
        *VERSION, "union_id", "area_code", "own_system", "id_secret_id", "card_secret_id",
        "missing_members", *(attr for attr, _ in WORKER_VALUES),
    ),
    MemberFacts: (
        *VERSION, "membership_id", "ordinal", "absent", "id_secret_id",
        *(attr for attr, _ in MEMBER_VALUES),
    ),
}  # fmt: skip
MASKS: Mapping[SecretKind, Callable[[str], str]] = {
    SecretKind.ID_NUMBER: mask_identity,
    SecretKind.CARD: mask_card,
}


@dataclass
class Writes:
    """`rows`: to insert, by table. The updates follow the newest version only; the copies repeat
    a version with one thing changed: (facts id, missing ordinals), and members now absent.
    """

    rows: dict[type[Any], list[Row]] = field(default_factory=lambda: {m: [] for m in COLUMNS})
    households: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    missing: list[tuple[int, list[int]]] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)


class Builder:
    """Turns decisions of one batch into `Writes`."""

    def __init__(self, batch_id: int, by_name: str) -> None:
        self._batch_id = batch_id
        self._by_name = by_name
        self._draw = {model: Draw(model) for model in COLUMNS}
        self._household_ids: dict[str, int] = {}
        self._unsealed: dict[SecretKind, list[tuple[int, int, str]]] = {k: [] for k in SecretKind}
        self.writes = Writes()

    def build(self, decisions: Decisions) -> Writes:
        for model, about in self._expected(decisions).items():
            self._draw[model].expect(about)
        for household in decisions.households:
            self._household(household)
        for member in decisions.members:
            if member.outcome is not Outcome.UNCHANGED:
                self._member(member)
        self._seal()
        self.writes.absent = [m.facts_id for _, m in decisions.newly_absent() if m.facts_id]
        return self.writes

    def _expected(self, decisions: Decisions) -> dict[type[Any], int]:
        households = [h for h in decisions.households if h.outcome is not Outcome.UNCHANGED]
        members = [m for m in decisions.members if m.outcome is not Outcome.UNCHANGED]
        new_households = sum(h.outcome is Outcome.NEW for h in households)
        persons = new_households + sum(m.outcome is Outcome.NEW for m in members)
        return {
            Household: new_households,
            Secret: persons + new_households,
            Person: persons,
            Membership: persons,
            HouseholdFacts: len(households),
            MemberFacts: len(members),
        }

    def _household(self, one: HouseholdDecision) -> None:
        if one.filed is not None:
            self._household_ids[one.file_no] = one.filed.id
        if one.outcome is Outcome.UNCHANGED:
            return
        if one.row is None:
            if one.filed and one.filed.facts_id:
                self.writes.missing.append((one.filed.facts_id, list(one.missing)))
            return
        household_id = one.filed.id if one.filed else next(self._draw[Household])
        self._household_ids[one.file_no] = household_id
        values = one.row.values
        id_secret = self._id_secret(household_id, values, one.filed)
        card_secret = self._card_secret(household_id, one)
        if one.filed is None:
            self._new_household(household_id, one, id_secret)
        elif one.filed.is_latest:
            self._follow_household(one, one.filed, id_secret)
        self._insert(
            HouseholdFacts,
            *self._version(HouseholdFacts, household_id, one),
            one.union.id if one.union else None,
            one.area_code,
            values["system"] or "",
            id_secret,
            card_secret,
            list(one.missing),
            *_values(values, WORKER_VALUES),
        )

    def _new_household(
        self, household_id: int, one: HouseholdDecision, id_secret: int | None
    ) -> None:
        assert one.row is not None
        assert one.union is not None
        values = one.row.values
        listed = (one.union.id, one.area_code, values["system"] or "")
        self._insert(
            Household, household_id, one.file_no, *listed, values["name"], values["opened_on"]
        )
        self._person(household_id, values, WORKER, one.held_from, id_secret)

    def _follow_household(self, one: HouseholdDecision, filed: Any, id_secret: int | None) -> None:
        assert one.row is not None
        assert one.union is not None
        values = one.row.values
        listed = (one.union.id, one.area_code, values["system"] or "")
        self.writes.households.append((filed.id, *listed, values["name"], values["opened_on"]))
        self._follow_person(filed.person_id, values, id_secret)

    def _member(self, one: MemberDecision) -> None:
        household_id = self._household_ids[one.household.file_no]
        values = one.row.values
        id_secret = self._id_secret(household_id, values, one.filed)
        if one.filed is None:
            relation = str(values["relation"])
            membership = self._person(household_id, values, relation, one.held_from, id_secret)
        else:
            membership = one.filed.membership_id
            if one.filed.is_latest:
                self._follow_person(one.filed.person_id, values, id_secret)
                self.writes.relations.append((membership, values["relation"]))
        self._insert(
            MemberFacts,
            *self._version(MemberFacts, household_id, one),
            membership,
            one.row.ordinal,
            False,
            id_secret,
            *_values(values, MEMBER_VALUES),
        )

    def _person(
        self,
        household_id: int,
        values: Mapping[str, Value],
        relation: str,
        held_from: object,
        id_secret: int | None,
    ) -> int:
        person, membership = next(self._draw[Person]), next(self._draw[Membership])
        who = (values["name"], values["sex"] or "", values["birth_date"])
        self._insert(Person, person, household_id, *who, id_secret)
        self._insert(Membership, membership, household_id, person, relation, held_from)
        return membership

    def _follow_person(
        self, person_id: int, values: Mapping[str, Value], id_secret: int | None
    ) -> None:
        who = (values["name"], values["sex"] or "", values["birth_date"])
        self.writes.persons.append((person_id, *who, id_secret))

    def _id_secret(
        self, household_id: int, values: Mapping[str, Value], filed: Any | None
    ) -> int | None:
        known = (filed.id_secret_id, filed.id_index) if filed else (None, None)
        return self._secret(SecretKind.ID_NUMBER, household_id, values["id_number"], known)

    def _card_secret(self, household_id: int, one: HouseholdDecision) -> int | None:
        assert one.row is not None
        filed = one.filed
        if filed is not None and one.row.card_on_file is not None:
            return filed.card_secret_id
        known = (filed.card_secret_id, filed.card_index) if filed else (None, None)
        return self._secret(SecretKind.CARD, household_id, one.row.values["card_number"], known)

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
            for (secret_id, household_id, text), one in zip(waiting, sealed, strict=True):
                kept = (one.key_version, one.sealed, one.blind_index, MASKS[kind](text))
                self._insert(Secret, secret_id, kind.value, household_id, *kept)

    def _version(
        self, model: type[Any], household_id: int, one: HouseholdDecision | MemberDecision
    ) -> Row:
        made_by = (Source.IMPORT.value, self._batch_id, one.held_from, self._by_name)
        return (next(self._draw[model]), household_id, *made_by, one.digest)

    def _insert(self, model: type[Any], *row: object) -> None:
        self.writes.rows[model].append(row)


def _values(values: Mapping[str, Value], kept: tuple[tuple[str, Any], ...]) -> Row:
    return tuple(blank if values[attr] is None else _written(values[attr]) for attr, blank in kept)


def _written(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
