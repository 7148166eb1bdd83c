"""Every stored field is classed: does it tell something about a worker's family or not?

`fields.csv` is the whole list:
    personal  tells of a person or family; lies in a table under row-level security
    sealed    an identity or card number, or what is drawn from one: ciphertext or keyed digest,
              never readable text; under row-level security too
    officer   who works with the system, and what they did
    plain     anything else; where somebody might wonder, `why` says why it is
A table `*` classes a field once for all tables that have one of the name: the columns of scope.
What the register's form asks for is personal as the form says (`registry.rules.form`), in the versions
that keep it; a row here is for what differs.
"""

import csv
from pathlib import Path

from django.apps import apps
from django.db import models

from bangfu.registry.models import HouseholdFacts, MemberFacts
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM
from bangfu.scope.models import OwnedModel, ScopedModel, SeenWith

TABLE = Path(__file__).with_name("fields.csv")
EVERY_TABLE = "*"
KEPT_AS_ASKED = {HouseholdFacts: WORKER_FORM, MemberFacts: MEMBER_FORM}
#: What a person is called, lives at, is reached by or is numbered with: never plain.
TELLING = {
    "head_name", "payee_name", "address", "phone", "birth_date", "file_no", "remark", "remarks",
    "mask", "sealed", "blind_index", "card_index", "payee_index", "income_fen", "reason", "text",
    "bank", "entries",
}  # fmt: skip
#: The same words for something else.
#: Of an office, not of a person: the form says so.
HANDED = ("organisations_handover", "reason")
OTHERWISE = {("audit_era", "reason"), ("funds_transfer", "reason"), HANDED}


def stored_fields() -> dict[tuple[str, str], models.Field]:
    return {
        (model._meta.db_table, field.name): field
        for model in apps.get_models()
        if model.__module__.startswith("bangfu.")
        for field in model._meta.concrete_fields
    }


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked_for() -> dict[tuple[str, str], str]:
    """Columns that keep a personal field of the form."""
    personal = {
        (model._meta.db_table, field.attr)
        for model, form in KEPT_AS_ASKED.items()
        for field in form.fields
        if field.personal
    }
    return dict.fromkeys(personal & set(stored_fields()), "personal")


def classed() -> dict[tuple[str, str], str]:
    everywhere = {row["field"]: row["class"] for row in rows() if row["table"] == EVERY_TABLE}
    shared = {key: everywhere[key[1]] for key in stored_fields() if key[1] in everywhere}
    return asked_for() | shared | own_rows()


def own_rows() -> dict[tuple[str, str], str]:
    own = (row for row in rows() if row["table"] != EVERY_TABLE)
    return {(row["table"], row["field"]): row["class"] for row in own}


def test_every_field_is_classed_once_and_no_other():
    assert set(stored_fields()) == set(classed())
    everywhere = {row["field"] for row in rows() if row["table"] == EVERY_TABLE}
    assert everywhere <= {field for _table, field in stored_fields()}
    own = [(row["table"], row["field"]) for row in rows() if row["table"] != EVERY_TABLE]
    assert len(own) == len(set(own))
    assert [row for row in own if row[1] in everywhere] == []
    assert own_rows().items() & asked_for().items() == set()


def test_classes_are_the_known_ones():
    assert set(classed().values()) == {"personal", "sealed", "officer", "plain"}


def test_personal_fields_lie_behind_row_level_security():
    behind = (ScopedModel, SeenWith, OwnedModel)
    guarded = {m._meta.db_table for m in apps.get_models() if issubclass(m, behind)}
    open_tables = {
        table
        for (table, _field), kind in classed().items()
        if kind in {"personal", "sealed"} and table not in guarded
    }
    assert open_tables == set()


def test_what_tells_of_a_person_is_never_called_plain():
    told = {
        field
        for field, kind in classed().items()
        if field[1] in TELLING and kind in {"plain", "officer"}
    }
    assert told == OTHERWISE


def test_sealed_fields_hold_bytes_alone():
    fields = stored_fields()
    readable = [
        field
        for field, kind in classed().items()
        if kind == "sealed" and not isinstance(fields[field], models.BinaryField)
    ]
    assert readable == []


def test_no_readable_field_is_named_like_an_identity_or_a_card():
    wrong = [
        field
        for field, kind in classed().items()
        if kind != "sealed"
        and any(word in field[1] for word in ("id_number", "identity", "card", "account_no"))
        and not field[1].endswith("_secret")
    ]
    assert wrong == []
