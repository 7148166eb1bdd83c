"""Keep every physical row with its verdict; the values of those that may go in, sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg.types.json import Jsonb

from bangfu.kernel.phrases import mark
from bangfu.scope.copying import copy_rows

from ...models import ImportBatch, StagedPart, StagedRow
from ...rules import RowVerdict
from .judging import Judgement
from .packing import pack_rows

COLUMNS = (
    "batch_id", "union_id", "system", "file_name", "sheet", "row_number", "file_no", "verdict",
    "outcome", "remarks",
)  # fmt: skip
WAITING = (mark("职工行未通过，成员暂不入库"), mark("请先改正该职工在职工档案中的行，再一起上报。"))
CHECK = mark("请核对，必要时改正后重新上报。")
Remark = dict[str, str]


def stage_rows(batch: ImportBatch, judgement: Judgement) -> None:
    """Every row as it is told; those that may go in, sealed beside."""
    copy_rows(StagedRow, COLUMNS, _rows(batch, judgement))
    StagedPart.objects.bulk_create(pack_rows(batch, judgement.accepted))


def remarks_of(row: RowVerdict) -> list[Remark]:
    """Why it goes back; or what was normalised, then what the office should look at."""
    if row.problems:
        return [remark(p.field, p.code, p.value, p.reason, p.mend) for p in row.problems]
    remarks = [remark(c.field, "changed", c.value, c.done, "") for c in row.changes]
    remarks += [remark("", "notice", "", notice, CHECK) for notice in row.notices]
    if row.waiting:
        remarks.append(remark("档案编号", "waiting", row.file_no, *WAITING))
    if row.reason:
        remarks.append(remark("", "skipped", "", row.reason, ""))
    return remarks


def remark(field: str, code: str, value: str, reason: str, mend: str) -> Remark:
    return {"field": field, "code": code, "value": value, "reason": reason, "mend": mend}


def _rows(batch: ImportBatch, judgement: Judgement) -> Iterator[tuple[Any, ...]]:
    outcomes = judgement.outcomes()
    for row in judgement.rows:
        key = (row.ref.file, row.ref.sheet, row.number)
        yield (
            batch.pk, batch.union_id, batch.system, *key, row.file_no, row.verdict.value,
            str(outcomes.get(key, "")), Jsonb(remarks_of(row)),
        )  # fmt: skip
