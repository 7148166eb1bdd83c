"""Which columns a version fills. Those of the form follow from its fields: a new one is filled by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bangfu.vault.models import Secret

from ...models import Household, HouseholdFacts, MemberFacts, Membership, Person
from ...rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from ...rules.values import Value

Row = tuple[Any, ...]
NULLABLE = frozenset(
    {
        ValueKind.FLAG, ValueKind.DATE, ValueKind.MONTH, ValueKind.AMOUNT, ValueKind.COUNT,
        ValueKind.YEAR, ValueKind.FLOOR_AREA,
    }
)  # fmt: skip
ELSEWHERE = frozenset(  # kept in a column of another name, or in the vault
    {"file_no", "id_number", "card_number", "union_name", "system", "area_code"}
)
Kept = tuple[tuple[str, Any], ...]


def _kept(form: Form) -> Kept:
    """(attribute, what is written where nothing is said) of values kept under their own name."""
    return tuple(
        (each.attr, _blank(each.kind)) for each in form.fields if each.attr not in ELSEWHERE
    )


def _blank(kind: ValueKind) -> Any:
    if kind in NULLABLE:
        return None
    return [] if kind is ValueKind.CODES else ""


WORKER_VALUES, MEMBER_VALUES = _kept(WORKER_FORM), _kept(MEMBER_FORM)
BROUGHT_BY = ("source", "source_id", "held_from", "recorded_by")
VERSION = ("id", "household_id", *BROUGHT_BY, "content_digest")
#: In the order in which they are written, which is that of their foreign keys.
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


def in_columns(values: Mapping[str, Value], kept: Kept) -> Row:
    return tuple(blank if values[attr] is None else _written(values[attr]) for attr, blank in kept)


def _written(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
