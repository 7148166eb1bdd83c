"""Which columns a version fills. Those of the form follow from its fields: a new one is filled by itself."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from bangfu.vault.models import Secret

from ...models import Household, HouseholdFacts, MemberFacts, Membership, Person
from ...rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from ...rules.values import Value

Row = tuple[Any, ...]
NULLABLE = frozenset(
    {
        ValueKind.FLAG, ValueKind.DATE, ValueKind.MONTH, ValueKind.BIRTH_DATE, ValueKind.AMOUNT, ValueKind.COUNT,
        ValueKind.YEAR, ValueKind.FLOOR_AREA,
    }
)  # fmt: skip
ELSEWHERE = frozenset(  # kept in a column of another name, or in the vault
    {"file_no", "id_number", "card_number", "union_name", "system", "area_code"}
)


class Kept:
    """Columns that a form fills under its fields' own names: `attrs`."""

    def __init__(self, form: Form) -> None:
        fields = [each for each in form.fields if each.attr not in ELSEWHERE]
        self.attrs = tuple(each.attr for each in fields)
        self._pick = itemgetter(*self.attrs)
        self._blanks = [_blank(each.kind) for each in fields]
        self._lists = [at for at, each in enumerate(fields) if each.kind is ValueKind.CODES]

    def row(self, values: Mapping[str, Value]) -> list[Any]:
        """All at once, for rows come by the ten thousand."""
        said = self._pick(values)
        row = [
            blank if value is None else value
            for value, blank in zip(said, self._blanks, strict=True)
        ]
        for at in self._lists:
            row[at] = list(row[at])
        return row


def _blank(kind: ValueKind) -> Any:
    """What is written where nothing is said."""
    if kind in NULLABLE:
        return None
    return () if kind is ValueKind.CODES else ""


WORKER_VALUES, MEMBER_VALUES = Kept(WORKER_FORM), Kept(MEMBER_FORM)
BROUGHT_BY = ("source", "source_id", "held_from", "recorded_by")
VERSION = ("id", "household_id", *BROUGHT_BY, "content_digest")
#: In the order in which they are written, which is that of their foreign keys.
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Household: ("id", "file_no", "union_id", "area_code", "system", "head_name", "opened_on"),
    Secret: ("id", "kind", "household_ref", "key_version", "sealed", "blind_index", "mask", "tail_index", "paper",
        "check_fits"),
    Person: ("id", "household_id", "name", "sex", "birth_date", "id_secret_id"),
    Membership: ("id", "household_id", "person_id", "relation", "held_from"),
    HouseholdFacts: (
        *VERSION, "union_id", "area_code", "own_system", "id_secret_id", "card_secret_id",
        "missing_members", "unasked", *WORKER_VALUES.attrs,
    ),
    MemberFacts: (
        *VERSION, "membership_id", "ordinal", "absent", "id_secret_id",
        *MEMBER_VALUES.attrs,
    ),
}  # fmt: skip
