"""Accepted rows as they wait, sealed, between reading and merging."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bangfu.vault.sealing import open_blob, seal_blob

from ...models import StagedRow
from ...rules import JudgedMember, JudgedWorker
from ...rules.form import MEMBER_FORM, WORKER_FORM, Form, ValueKind
from ...rules.layout import TableRef
from ...rules.readings import Value
from .accepted import Accepted

BACK: Mapping[ValueKind, Callable[[Any], Value]] = {
    ValueKind.DATE: date.fromisoformat,
    ValueKind.MONTH: date.fromisoformat,
    ValueKind.FLOOR_AREA: Decimal,
    ValueKind.CODES: tuple,
}


def pack(batch_id: int, row: JudgedWorker | JudgedMember) -> bytes:
    """Bound to its batch and place, so that a value moved to another row does not open."""
    is_member = isinstance(row, JudgedMember)
    body = {
        "form": "m" if is_member else "w",
        "ordinal": row.ordinal if isinstance(row, JudgedMember) else 0,
        "waiting": isinstance(row, JudgedMember) and row.waiting,
        "values": {attr: value for attr, value in row.values.items() if value is not None},
    }
    text = json.dumps(body, ensure_ascii=False, default=str, separators=(",", ":"))
    return seal_blob(_name(batch_id, row.ref, row.number), text.encode())


def unpack(batch_id: int, rows: Iterable[StagedRow], outline: Mapping[str, Any]) -> Accepted:
    """The accepted rows of a batch, in file order."""
    missing = {file_no: tuple(told) for file_no, told in outline.get("missing", {}).items()}
    workers: list[JudgedWorker] = []
    members: list[JudgedMember] = []
    for staged in rows:
        ref = TableRef(staged.file_name, staged.sheet)
        blob = open_blob(_name(batch_id, ref, staged.row_number), bytes(staged.sealed or b""))
        body = json.loads(blob)
        where = (ref, staged.row_number, staged.file_no)
        if body["form"] == "m":
            values = _values(body["values"], MEMBER_FORM)
            member = JudgedMember(*where, body["ordinal"], values, waiting=body["waiting"])
            members.append(member)
        else:
            told = missing.get(staged.file_no, ())
            values = _values(body["values"], WORKER_FORM)
            workers.append(JudgedWorker(*where, values, missing_members=told))
    return Accepted(tuple(workers), tuple(members), missing, bool(outline.get("lists_members")))


def outline_of(accepted: Accepted) -> dict[str, Any]:
    missing = {file_no: list(told) for file_no, told in accepted.missing.items()}
    return {"missing": missing, "lists_members": accepted.lists_members}


def _values(packed: Mapping[str, Any], form: Form) -> dict[str, Value]:
    readers = READERS[form.kind]
    return {
        each.attr: readers[each.attr](packed[each.attr])
        if each.attr in readers and each.attr in packed
        else packed.get(each.attr)
        for each in form.fields
    }


READERS = {
    form.kind: {each.attr: BACK[each.kind] for each in form.fields if each.kind in BACK}
    for form in (WORKER_FORM, MEMBER_FORM)
}


def _name(batch_id: int, ref: TableRef, number: int) -> str:
    return f"staged|{batch_id}|{ref.file}|{ref.sheet}|{number}"
