"""What a version on file says, as a row of the form says it. Numbers stay in the vault."""

from __future__ import annotations

from typing import Any

from ..models import HouseholdFacts, MemberFacts
from ..rules.form import MEMBER_FORM, WORKER_FORM, Form
from ..rules.values import Value

APART = frozenset({"file_no", "id_number", "card_number", "union_name"})  # not under their own name
COLUMN = {"system": "own_system"}


def _own(form: Form) -> list[str]:
    return [each.attr for each in form.fields if each.attr not in APART]


WORKER_ATTRS, MEMBER_ATTRS = _own(WORKER_FORM), _own(MEMBER_FORM)


def worker_values(version: HouseholdFacts) -> dict[str, Value]:
    """By attribute, but for file number, union and numbers; None where nothing is said."""
    return {attr: _value(getattr(version, COLUMN.get(attr, attr))) for attr in WORKER_ATTRS}


def member_values(version: MemberFacts) -> dict[str, Value]:
    """By field of the members' form; money in fen."""
    return {attr: _value(getattr(version, attr)) for attr in MEMBER_ATTRS}


def _value(kept: Any) -> Value:
    if isinstance(kept, list):
        return tuple(kept) or None
    return None if kept == "" else kept
