"""Every stored field is classed: does it tell something about a worker's family or not?

`fields.csv` is the whole list. Personal fields must lie in tables under row-level security.
"""

import csv
from pathlib import Path

from django.apps import apps

from bangfu.scope.models import ScopedModel

TABLE = Path(__file__).with_name("fields.csv")


def stored_fields() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("bangfu.")
        for field in model._meta.concrete_fields
    }


def classed() -> dict[tuple[str, str], str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["field"]): row["class"] for row in csv.DictReader(file)}


def test_every_field_is_classed_and_no_other():
    assert stored_fields() == set(classed())


def test_classes_are_the_known_ones():
    assert set(classed().values()) <= {"personal", "sealed", "officer", "plain"}


def test_personal_fields_lie_behind_row_level_security():
    guarded = {m._meta.db_table for m in apps.get_models() if issubclass(m, ScopedModel)}
    open_tables = {
        table
        for (table, _field), kind in classed().items()
        if kind in {"personal", "sealed"} and table not in guarded
    }
    assert open_tables == set()
