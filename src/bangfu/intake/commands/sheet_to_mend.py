"""The rows of a batch that went back, as they came, with the reasons: to be mended and sent again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bangfu.acts.frame import part_of_act, tell, use_case
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

FORM_OF: Mapping[str, Form] = {form.kind.value: form for form in FORMS}
TEXT_KINDS = frozenset(
    {ValueKind.FILE_NO, ValueKind.IDENTITY, ValueKind.CARD, ValueKind.PHONE, ValueKind.AREA_CODE}
)
Reasons = Mapping[RowKey, tuple[str, str]]


Tables = Mapping[TableHeads, Sequence[BackRow]]


@use_case(duties.FETCH_BACK)
def sheet_to_mend(*, batch_id: int, by: Actor) -> bytes:
    """An .xlsx: for each table its own columns behind 退回原因 and 如何修改, which reading passes over.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope).
        NothingToMend: nothing went back, or it is kept no longer.
    """
    tables, reasons = rows_to_mend(batch_id, by)
    tell("batch", batch_id, {"rows": rows_of(tables)})
    sheets = [
        SheetSpec(
            title,
            [WHY, HOW, *heads.words],
            lines(rows, reasons),
            text_columns=_text_columns(heads),
            fixed=2,
            numbers=True,
        )
        for title, (heads, rows) in zip(titles_of(tables), tables.items(), strict=True)
    ]
    return build_workbook(sheets)


def is_long(batch: ImportBatch) -> bool:
    """Whether it is more than one waits for: `jobs.long_sheet_to_mend` writes it in the background."""
    return batch.back_parts.count() > 1


@part_of_act
def rows_to_mend(batch_id: int, by: Actor) -> tuple[Tables, Reasons]:
    """Raises ImportBatch.DoesNotExist, NothingToMend."""
    batch = ImportBatch.objects.visible_to(by).get(pk=batch_id)
    rows = sorted(open_back(batch), key=lambda row: row.number)
    if not rows:
        raise NothingToMend
    tables: dict[TableHeads, list[BackRow]] = {}
    for row in rows:
        tables.setdefault(row.heads, []).append(row)
    return tables, dict(_reasons(batch))


def rows_of(tables: Tables) -> int:
    """How many rows, all tables together."""
    return sum(len(rows) for rows in tables.values())


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


def lines(rows: Sequence[BackRow], reasons: Reasons) -> Iterator[list[CellValue]]:
    """Reason, remedy, then the cells as they came; a row without a reason goes along with its household."""
    goes_with = (phrase("同户成员，随改正的行一起上报"), "")
    for row in rows:
        yield [*reasons.get(row.key, goes_with), *row.values]


def _text_columns(heads: TableHeads) -> list[str]:
    fields = FORM_OF[heads.form.value].by_attr
    return [
        word
        for word, attr in zip(heads.words, heads.attrs, strict=True)
        if attr in fields and fields[attr].kind in TEXT_KINDS
    ]


def titles_of(tables: Tables) -> list[str]:
    """The form's name, numbered where several tables have it."""
    titles: list[str] = []
    for heads in tables:
        name, times = heads.form.value, 1
        while (title := name if times == 1 else f"{name} {times}") in titles:
            times += 1
        titles.append(title)
    return titles
