"""Accepted rows as they wait, sealed, between reading and merging."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, FormKind, ValueKind
from bangfu.registry.rules.values import Value
from bangfu.vault.sealing import open_blob, seal_blob

from ...models import ImportBatch, StagedPart
from ...rules import JudgedMember, JudgedWorker
from ...rules.layout import TableColumns, TableRef
from .accepted import Accepted, JudgedRow

ROWS_A_PART = 5_000
FASTEST = 1
BACK: Mapping[ValueKind, Callable[[Any], Value]] = {
    ValueKind.DATE: date.fromisoformat,
    ValueKind.MONTH: date.fromisoformat,
    ValueKind.FLOOR_AREA: Decimal,
    ValueKind.CODES: tuple,
}


def pack_rows(batch: ImportBatch, accepted: Accepted) -> list[StagedPart]:
    """Parts, each bound to its batch and number, so that one put elsewhere does not open."""
    rows = accepted.rows()
    parts: list[StagedPart] = []
    while chunk := [_packed(row) for row in islice(rows, ROWS_A_PART)]:
        text = json.dumps(chunk, ensure_ascii=False, default=str, separators=(",", ":"))
        blob = zlib.compress(text.encode(), FASTEST)
        part = StagedPart(batch=batch, union_id=batch.union_id, number=len(parts) + 1)
        part.sealed = seal_blob(_name(batch.pk, part.number), blob)
        parts.append(part)
    return parts


def unpack_rows(batch: ImportBatch) -> Accepted:
    """The accepted rows of a batch, in file order.

    Raises:
        SealBroken: a part is not the one that was put there.
    """
    outline = batch.outline
    missing = {file_no: tuple(told) for file_no, told in outline.get("missing", {}).items()}
    workers: list[JudgedWorker] = []
    members: list[JudgedMember] = []
    refs: dict[tuple[str, str], TableRef] = {}
    for packed in _opened(batch.pk, batch.parts.order_by("number")):
        row = _row(packed, missing, refs)
        if isinstance(row, JudgedMember):
            members.append(row)
        else:
            workers.append(row)
    tables = tuple(_table(one) for one in outline.get("columns", ()))
    listed = bool(outline.get("lists_members"))
    return Accepted(tuple(workers), tuple(members), missing, listed, tables)


def outline_of(accepted: Accepted) -> dict[str, Any]:
    missing = {file_no: list(told) for file_no, told in accepted.missing.items()}
    columns = [
        {
            "file": one.ref.file,
            "sheet": one.ref.sheet,
            "form": one.form.value,
            "lacking": list(one.lacking),
            "unread": list(one.unread),
        }
        for one in accepted.tables
    ]
    return {"missing": missing, "lists_members": accepted.lists_members, "columns": columns}


def _table(told: Mapping[str, Any]) -> TableColumns:
    ref = TableRef(told["file"], told["sheet"])
    return TableColumns(ref, FormKind(told["form"]), tuple(told["lacking"]), tuple(told["unread"]))


def _packed(row: JudgedRow) -> list[Any]:
    """[file, sheet, row number, file number, values, ordinal, waiting]; a worker has no ordinal."""
    said = {attr: value for attr, value in row.values.items() if value is not None}
    head = [row.ref.file, row.ref.sheet, row.number, row.file_no, said]
    return [*head, row.ordinal, row.waiting] if isinstance(row, JudgedMember) else head


def _row(
    packed: list[Any],
    missing: Mapping[str, tuple[int, ...]],
    refs: dict[tuple[str, str], TableRef],
) -> JudgedRow:
    file_name, sheet, number, file_no, said, *more = packed
    ref = refs.get((file_name, sheet))
    if ref is None:
        ref = refs[file_name, sheet] = TableRef(file_name, sheet)
    if more:
        ordinal, waiting = more
        values = _values(said, MEMBER_FORM)
        return JudgedMember(ref, number, file_no, ordinal, values, waiting=waiting)
    told = missing.get(file_no, ())
    return JudgedWorker(ref, number, file_no, _values(said, WORKER_FORM), missing_members=told)


def _opened(batch_id: int, parts: Iterable[StagedPart]) -> Iterator[list[Any]]:
    for part in parts:
        blob = open_blob(_name(batch_id, part.number), bytes(part.sealed))
        yield from json.loads(zlib.decompress(blob))


def _values(said: dict[str, Any], form: Form) -> dict[str, Value]:
    for attr, read in READERS[form.kind].items():
        if attr in said:
            said[attr] = read(said[attr])
    return {**UNSAID[form.kind], **said}


READERS = {
    form.kind: {each.attr: BACK[each.kind] for each in form.fields if each.kind in BACK}
    for form in (WORKER_FORM, MEMBER_FORM)
}
UNSAID: dict[Any, dict[str, Value]] = {
    form.kind: {each.attr: None for each in form.fields} for form in (WORKER_FORM, MEMBER_FORM)
}


def _name(batch_id: int, part: int) -> str:
    return f"staged|{batch_id}|{part}"
