"""Rows that were packed before 0.2: a list for each, its values by name. They may wait through an upgrade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from bangfu.registry.rules.values import Value

from ...rules import JudgedMember, JudgedWorker
from ...rules.layout import TableRef
from .accepted import JudgedRow

BACK: Mapping[ValueKind, Callable[[Any], Value]] = {
    ValueKind.DATE: date.fromisoformat,
    ValueKind.MONTH: date.fromisoformat,
    ValueKind.BIRTH_DATE: date.fromisoformat,
    ValueKind.FLOOR_AREA: Decimal,
    ValueKind.CODES: tuple,
}


def rows_packed_before(
    packed: Iterable[list[Any]], missing: Mapping[str, tuple[int, ...]]
) -> Iterator[JudgedRow]:
    """From [file, sheet, row number, file number, values, ordinal, waiting]; a worker has no ordinal."""
    for file_name, sheet, number, file_no, said, *more in packed:
        ref = TableRef(file_name, sheet)
        if more:
            values = _values(said, MEMBER_FORM)
            yield JudgedMember(ref, number, file_no, more[0], values, waiting=more[1])
        else:
            told = missing.get(file_no, ())
            values = _values(said, WORKER_FORM)
            yield JudgedWorker(ref, number, file_no, values, missing_members=told)


def _values(said: Mapping[str, Any], form: Form) -> dict[str, Value]:
    return {each.attr: _value(said.get(each.attr), each.kind) for each in form.fields}


def _value(said: Any, kind: ValueKind) -> Value:
    read = BACK.get(kind)
    return said if said is None or read is None else read(said)
