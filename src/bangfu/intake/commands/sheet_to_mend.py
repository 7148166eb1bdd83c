"""The rows of a batch that went back, as they came, with the reasons: to be mended and sent again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

from bangfu.acts.frame import tell, use_case
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.kernel.phrases import phrase
from bangfu.registry.rules.form import FORMS, Form, ValueKind
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import NothingToMend
from ..models import ImportBatch
from ..rules.headers import HOW, WHY
from ..rules.layout import TableHeads
from .reading.accepted import RowKey
from .reading.back import BackRow, open_back

AT_ONCE = 5_000  # rows that are put together with columns of text; more are written as they come
FORM_OF: Mapping[str, Form] = {form.kind.value: form for form in FORMS}
TEXT_KINDS = frozenset(
    {ValueKind.FILE_NO, ValueKind.IDENTITY, ValueKind.CARD, ValueKind.PHONE, ValueKind.AREA_CODE}
)
Reasons = Mapping[RowKey, tuple[str, str]]


@use_case(duties.FETCH_BACK)
def sheet_to_mend(*, batch_id: int, by: Actor) -> bytes:
    """An .xlsx: for each table its own columns behind 退回原因 and 如何修改, which reading passes over.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope).
        NothingToMend: nothing went back, or it is kept no longer.
    """
    batch = ImportBatch.objects.visible_to(by).get(pk=batch_id)
    rows = sorted(open_back(batch), key=lambda row: row.number)
    if not rows:
        raise NothingToMend
    reasons = dict(_reasons(batch))
    tables: dict[TableHeads, list[BackRow]] = {}
    for row in rows:
        tables.setdefault(row.heads, []).append(row)
    tell("batch", batch.pk, {"rows": len(rows)})
    return _long(tables, reasons) if len(rows) > AT_ONCE else _short(tables, reasons)


def _reasons(batch: ImportBatch) -> Iterator[tuple[RowKey, tuple[str, str]]]:
    """Also of members who wait for their worker's row."""
    rows = batch.rows.exclude(remarks=[]).values_list(
        "file_name", "sheet", "row_number", "verdict", "remarks"
    )
    for file_name, sheet, number, verdict, remarks in rows.iterator():
        told = [each for each in remarks if verdict == "reject" or each["code"] == "waiting"]
        if told:
            why = "；".join(f"{each['field']}：{phrase(each['reason'])}" for each in told)
            how = "".join(dict.fromkeys(phrase(each["mend"]) for each in told))
            yield (file_name, sheet, number), (why, how)


def _lines(rows: Sequence[BackRow], reasons: Reasons) -> Iterator[list[CellValue]]:
    goes_with = (phrase("同户成员，随改正的行一起上报"), "")
    for row in rows:
        yield [*reasons.get(row.key, goes_with), *row.values]


def _short(tables: Mapping[TableHeads, Sequence[BackRow]], reasons: Reasons) -> bytes:
    sheets = [
        SheetSpec(
            title,
            [WHY, HOW, *heads.words],
            _lines(rows, reasons),
            text_columns=_text_columns(heads),
            fixed=2,
        )
        for title, (heads, rows) in zip(_titles(tables), tables.items(), strict=True)
    ]
    return build_workbook(sheets)


def _long(tables: Mapping[TableHeads, Sequence[BackRow]], reasons: Reasons) -> bytes:
    out = io.BytesIO()
    titles = _titles(tables)
    sheets = [
        LongSheet(title, [WHY, HOW, *heads.words], fixed=2)
        for title, heads in zip(titles, tables, strict=True)
    ]
    with LongWorkbook(out.write, *sheets) as book:
        for place, rows in enumerate(tables.values()):
            if place:
                book.next_sheet()
            for line in _lines(rows, reasons):
                book.write([line])
    return out.getvalue()


def _text_columns(heads: TableHeads) -> list[str]:
    fields = FORM_OF[heads.form.value].by_attr
    return [
        word
        for word, attr in zip(heads.words, heads.attrs, strict=True)
        if attr in fields and fields[attr].kind in TEXT_KINDS
    ]


def _titles(tables: Mapping[TableHeads, Sequence[BackRow]]) -> list[str]:
    """The form's name, numbered where several tables have it."""
    titles: list[str] = []
    for heads in tables:
        name, times = heads.form.value, 1
        while (title := name if times == 1 else f"{name} {times}") in titles:
            times += 1
        titles.append(title)
    return titles
