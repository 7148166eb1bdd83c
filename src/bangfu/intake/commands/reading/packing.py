"""Accepted rows as they wait, sealed, between reading and merging."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, FormKind
from bangfu.registry.rules.values import Value
from bangfu.vault.sealing import open_blob, seal_blob

from ...models import ImportBatch, StagedPart
from ...rules import JudgedMember, JudgedWorker
from ...rules.layout import TableColumns, TableProblem, TableRef
from .accepted import Accepted, JudgedRow, RowKey, key_of
from .packed_before import rows_packed_before

AnyRow = TypeVar("AnyRow", JudgedWorker, JudgedMember)
ROWS_A_PART = 5_000
FASTEST = 1
FORMS = {FormKind.WORKER: WORKER_FORM, FormKind.MEMBER: MEMBER_FORM}


def pack_rows(batch: ImportBatch, accepted: Accepted) -> list[StagedPart]:
    """Parts, each bound to its batch and number, so that one put elsewhere does not open."""
    rows = accepted.rows()
    parts: list[StagedPart] = []
    while chunk := list(islice(rows, ROWS_A_PART)):
        text = json.dumps(packed_rows(chunk), ensure_ascii=False, separators=(",", ":"))
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
    for packed in _opened(batch.pk, batch.parts.order_by("number")):
        for row in _unpacked(packed, missing):
            if isinstance(row, JudgedMember):
                members.append(row)
            else:
                workers.append(row)
    unread = {
        (file, sheet, number): tuple(told)
        for file, sheet, number, told in outline.get("unread", ())
    }
    workers = [_with_unread(row, unread) for row in workers]
    members = [_with_unread(row, unread) for row in members]
    tables = tuple(_table(columns) for columns in outline.get("columns", ()))
    listed = bool(outline.get("lists_members"))
    return Accepted(tuple(workers), tuple(members), missing, listed, tables)


def outline_of(accepted: Accepted) -> dict[str, Any]:
    """What is kept in clear with a batch, as JSON: file numbers and names of fields, no value of a row."""
    missing = {file_no: list(told) for file_no, told in accepted.missing.items()}
    columns = [_columns(each) for each in accepted.tables]
    unread = [[*key_of(row), list(row.unread)] for row in accepted.rows() if row.unread]
    return {
        "missing": missing,
        "lists_members": accepted.lists_members,
        "columns": columns,
        "unread": unread,
    }


def _columns(table: TableColumns) -> dict[str, Any]:
    return {
        "file": table.ref.file,
        "sheet": table.ref.sheet,
        "form": table.form.value,
        "lacking": list(table.lacking),
        "unread": list(table.unread),
        "fits": [list(attrs) for attrs in table.fits],
        "told": [list(pair) for pair in table.told],
    }


def refused_columns(problems: Iterable[TableProblem]) -> list[dict[str, Any]]:
    """Of tables that lack a column which is required: it may stand under another head."""
    return [_columns(each.columns) for each in problems if each.columns]


def _with_unread(row: AnyRow, unread: Mapping[RowKey, tuple[str, ...]]) -> AnyRow:
    told = unread.get(key_of(row))
    return replace(row, unread=told) if told else row


def _table(told: Mapping[str, Any]) -> TableColumns:
    ref = TableRef(told["file"], told["sheet"])
    return TableColumns(ref, FormKind(told["form"]), tuple(told["lacking"]), tuple(told["unread"]))


def packed_rows(rows: Iterable[JudgedRow]) -> dict[str, Any]:
    """Every value once, for most repeat: a row has the places of its own, in the order of its form."""
    places: dict[tuple[type, Value], int] = {}
    refs: dict[TableRef, int] = {}
    packed = [_packed(row, places, refs) for row in rows]
    return {
        "fields": {kind.value: list(form.by_attr) for kind, form in FORMS.items()},
        "tables": [[ref.file, ref.sheet] for ref in refs],
        "values": [_written(value) for _, value in places],
        "rows": packed,
    }


def _packed(
    row: JudgedRow, places: dict[tuple[type, Value], int], refs: dict[TableRef, int]
) -> list[Any]:
    """[table, row number, file number, places, ordinal, waiting]; a worker has no ordinal."""
    member = isinstance(row, JudgedMember)
    said = map(row.values.__getitem__, (MEMBER_FORM if member else WORKER_FORM).by_attr)
    at = [places.setdefault((type(value), value), len(places)) for value in said]
    head = [refs.setdefault(row.ref, len(refs)), row.number, row.file_no, at]
    return [*head, row.ordinal, row.waiting] if isinstance(row, JudgedMember) else head


def _unpacked(packed: Any, missing: Mapping[str, tuple[int, ...]]) -> Iterator[JudgedRow]:
    if isinstance(packed, list):
        yield from rows_packed_before(packed, missing)
        return
    values = [_read(value) for value in packed["values"]]
    refs = [TableRef(*names) for names in packed["tables"]]
    read = {kind: _Reader(form, packed["fields"][kind.value]) for kind, form in FORMS.items()}
    for table, number, file_no, at, *more in packed["rows"]:
        if more:
            said = read[FormKind.MEMBER].values(map(values.__getitem__, at))
            yield JudgedMember(refs[table], number, file_no, more[0], said, waiting=more[1])
        else:
            said = read[FormKind.WORKER].values(map(values.__getitem__, at))
            told = missing.get(file_no, ())
            yield JudgedWorker(refs[table], number, file_no, said, missing_members=told)


class _Reader:
    """Values by the fields of a form, whatever fields it had when they were packed."""

    def __init__(self, form: Form, packed: list[str]) -> None:
        self._attrs, self._same = packed, packed == list(form.by_attr)
        self._form = form

    def values(self, said: Iterable[Value]) -> dict[str, Value]:
        values = dict(zip(self._attrs, said, strict=True))
        return values if self._same else {attr: values.get(attr) for attr in self._form.by_attr}


def _written(value: Value) -> object:
    """As JSON has it: {"d": date}, {"n": decimal number}, a list for codes, and the rest as it is."""
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"n": str(value)} if isinstance(value, Decimal) else value


def _read(written: Any) -> Value:
    if isinstance(written, dict):
        return date.fromisoformat(written["d"]) if "d" in written else Decimal(written["n"])
    return tuple(written) if isinstance(written, list) else written


def _opened(batch_id: int, parts: QuerySet[StagedPart]) -> Iterator[Any]:
    for part in parts.iterator(chunk_size=1):
        blob = open_blob(_name(batch_id, part.number), bytes(part.sealed))
        yield json.loads(zlib.decompress(blob))


def _name(batch_id: int, part: int) -> str:
    return f"staged|{batch_id}|{part}"
