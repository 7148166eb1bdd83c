"""Rows that go back as they came, sealed, so that they leave as a sheet to be mended and sent again."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.workbooks import CellValue, yes_or_no
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Form, FormKind, ValueKind
from bangfu.vault.sealing import open_blob, seal_blob

from ...models import BackPart, ImportBatch
from ...rules import JudgedMember, JudgedRegister
from ...rules.headers import SHARED
from ...rules.layout import TableHeads, TableRef
from ...rules.values import write_value
from ...rules.verdicts import RowBack
from .accepted import Accepted, JudgedRow, Problems, RowKey, key_of

ROWS_A_PART = 5_000
FASTEST = 1
FORMS = {FormKind.WORKER: WORKER_FORM, FormKind.MEMBER: MEMBER_FORM}
PLAIN_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
PLAIN_COUNT = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class BackRow:
    """`values` stand under the heads of its table."""

    heads: TableHeads
    number: int
    values: Sequence[CellValue]

    @property
    def key(self) -> RowKey:
        return self.heads.ref.file, self.heads.ref.sheet, self.number


def rows_back(judged: JudgedRegister, accepted: Accepted, problems: Problems) -> Iterator[BackRow]:
    """Those that the form rejects as they stand in the file, those that the register objects to by
    their values; in no order.
    """
    heads = {each.ref: each for each in judged.heads}
    for row in judged.back:
        yield _as_it_came(row, heads[row.ref])
    known = {(row.ref.file, row.ref.sheet, row.number) for row in judged.back}
    yield from objected(heads, accepted, problems, known)


def objected(
    heads: Mapping[TableRef, TableHeads],
    accepted: Accepted,
    problems: Problems,
    known: Iterable[RowKey] = (),
) -> Iterator[BackRow]:
    """Rows that are good by themselves and go back all the same, with their households' members."""
    known = set(known)
    files = {row.file_no for row in accepted.rows() if key_of(row) in problems}
    for row in accepted.rows():
        goes_with = isinstance(row, JudgedMember) and row.file_no in files
        if (key_of(row) in problems or goes_with) and key_of(row) not in known:
            yield _by_values(row, heads[row.ref])


def seal_back(batch: ImportBatch, rows: Iterable[BackRow]) -> None:
    """Parts, each bound to its batch and number, after those that are there."""
    rows, number = iter(rows), batch.back_parts.count()
    while chunk := list(islice(rows, ROWS_A_PART)):
        number += 1
        text = json.dumps(_packed(chunk), ensure_ascii=False, separators=(",", ":"))
        part = BackPart(batch=batch, union_id=batch.union_id, number=number)
        part.sealed = seal_blob(_name(batch.pk, number), zlib.compress(text.encode(), FASTEST))
        part.save(force_insert=True)


def open_back(batch: ImportBatch) -> Iterator[BackRow]:
    """Raises SealBroken: a part is not the one that was put there."""
    for part in batch.back_parts.order_by("number").iterator(chunk_size=1):
        blob = open_blob(_name(batch.pk, part.number), bytes(part.sealed))
        packed = json.loads(zlib.decompress(blob))
        heads = [heads_read(*each) for each in packed["tables"]]
        for table, number, values in packed["rows"]:
            yield BackRow(heads[table], number, [_read(value) for value in values])


def _packed(rows: Sequence[BackRow]) -> dict[str, Any]:
    places: dict[TableHeads, int] = {}
    packed = [
        [places.setdefault(row.heads, len(places)), row.number, [*map(_written, row.values)]]
        for row in rows
    ]
    return {"tables": [*map(heads_written, places)], "rows": packed}


def heads_written(heads: TableHeads) -> list[Any]:
    """As JSON keeps them; `heads_read` has them back."""
    return [heads.ref.file, heads.ref.sheet, heads.form.value, heads.words, heads.attrs]


def heads_read(file: str, sheet: str, form: str, words: list[str], attrs: list[str]) -> TableHeads:
    return TableHeads(TableRef(file, sheet), FormKind(form), tuple(words), tuple(attrs))


def _as_it_came(row: RowBack, heads: TableHeads) -> BackRow:
    """Merged cells show their value in each row; what a cell beyond the header says is left out."""
    form = FORMS[heads.form]
    cells = zip(row.cells, heads.attrs, strict=False)
    return BackRow(heads, row.number, [_shown(cell, form, attr) for cell, attr in cells])


def _by_values(row: JudgedRow, heads: TableHeads) -> BackRow:
    member = isinstance(row, JudgedMember)
    form = MEMBER_FORM if member else WORKER_FORM
    attrs = [SHARED.get(attr, attr) if member else attr for attr in heads.attrs]
    values = [_from_value(row, form, attr) for attr in attrs]
    return BackRow(heads, row.number, values)


def _from_value(row: JudgedRow, form: Form, attr: str) -> CellValue:
    value = row.values.get(attr) if attr else None
    if value is None or attr not in form.by_attr:
        return None
    return _as_number(write_value(form.by_attr[attr], value), form, attr)


def _shown(cell: Cell, form: Form, attr: str) -> CellValue:
    """Amounts and counts are numbers, whatever they were; all else of digits is text."""
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return yes_or_no(value)
    if cell.kind is not Kind.NUMBER:
        return _as_number(str(value), form, attr)
    exact = Decimal(repr(value))
    plain = str(int(exact)) if exact == exact.to_integral_value() else str(exact)
    return _as_number(plain, form, attr)


def _as_number(text: str, form: Form, attr: str) -> CellValue:
    column = form.by_attr.get(attr)  # none of another form, in a sheet of whole households
    kind = column.kind if column else ValueKind.TEXT
    if kind in (ValueKind.AMOUNT, ValueKind.FLOOR_AREA) and PLAIN_AMOUNT.fullmatch(text.strip()):
        return Decimal(text.strip())
    if kind in (ValueKind.COUNT, ValueKind.YEAR) and PLAIN_COUNT.fullmatch(text.strip()):
        return int(text)
    return text or None


def _written(value: CellValue) -> object:
    return {"n": str(value)} if isinstance(value, Decimal) else value


def _read(written: Any) -> CellValue:
    value: CellValue = Decimal(written["n"]) if isinstance(written, dict) else written
    return value


def _name(batch_id: int, part: int) -> str:
    return f"back|{batch_id}|{part}"
