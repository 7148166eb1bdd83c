"""Keep every physical row with its verdict; the values of those that may go in, sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from bangfu.kernel.phrases import mark
from bangfu.registry.queries.on_file import known_files
from bangfu.registry.rules.form import FormKind
from bangfu.scope.copying import copy_rows

from ...enums import StagedVerdict, Tab
from ...models import ImportBatch, StagedPart, StagedRow
from ...rules import RowVerdict
from ...rules.rows import Problem
from .accepted import Problems, RowKey
from .back import seal_back
from .judging import Judgement
from .packing import pack_rows

COLUMNS = (
    "batch_id", "union_id", "system", "file_name", "sheet", "row_number", "file_no", "verdict",
    "outcome", "remarks", "head_name", "member_name", "tab", "to_check", "differences",
)  # fmt: skip
WAITING = (mark("职工行未通过，成员暂不入库"), mark("请先改正该职工在职工档案中的行，再一起上报。"))
CHECK = mark("请核对，必要时改正后重新上报。")
LONGEST_NAME = 100
#: Staged rows by their place, and remarks of each.
BY_PLACE = """
from unnest(%(files)s::text[], %(sheets)s::text[], %(numbers)s::int[], %(remarks)s::jsonb[])
  as n (file_name, sheet, row_number, remarks)
where s.batch_id = %(batch)s and s.file_name = n.file_name and s.sheet = n.sheet
  and s.row_number = n.row_number
"""
SENT_BACK = f"""
update intake_stagedrow s set verdict = '{StagedVerdict.REJECT}', outcome = '', tab = '{Tab.BACK}',
  to_check = false, differences = '[]', remarks = n.remarks
{BY_PLACE}
"""
TOLD = f"update intake_stagedrow s set to_check = true, remarks = s.remarks || n.remarks {BY_PLACE}"
Remark = dict[str, str]


def stage_rows(batch: ImportBatch, judgement: Judgement) -> dict[str, int]:
    """Every row as it is told; those that may go in, sealed beside. How many stand in each tab."""
    tabs = dict.fromkeys(map(str, Tab), 0)
    copy_rows(StagedRow, COLUMNS, _rows(batch, judgement, tabs))
    StagedPart.objects.bulk_create(pack_rows(batch, judgement.accepted))
    seal_back(batch, judgement.back)
    return tabs


def tabs_counted(batch: ImportBatch) -> dict[str, int]:
    """The same of rows that are staged already."""
    told = Counter(batch.rows.exclude(tab="").values_list("tab", flat=True))
    told[Tab.CHECK] = batch.rows.filter(to_check=True).count()
    return {str(tab): told[tab] for tab in Tab}


def send_back(batch: ImportBatch, problems: Problems) -> None:
    """Rows that are staged and do not go in after all: each says why instead of what it was told."""
    remarks = {key: [_of_problem(each) for each in against] for key, against in problems.items()}
    _remark_rows(SENT_BACK, batch, remarks)


def tell_hidden(batch: ImportBatch, hidden: Mapping[RowKey, Sequence[str]]) -> None:
    """Add to rows that are staged what they share with files out of the sender's sight."""
    remarks = {
        key: [remark("", "notice", "", notice, CHECK) for notice in notices]
        for key, notices in hidden.items()
    }
    _remark_rows(TOLD, batch, remarks)


def _remark_rows(
    statement: str, batch: ImportBatch, remarks: Mapping[RowKey, list[Remark]]
) -> None:
    """In one statement, however many: of another county's table it may be every row."""
    if not remarks:
        return
    files, sheets, numbers = zip(*remarks, strict=True)
    values: dict[str, Any] = {
        "batch": batch.pk,
        "files": list(files),
        "sheets": list(sheets),
        "numbers": list(numbers),
        "remarks": [Jsonb(each) for each in remarks.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def remarks_of(row: RowVerdict) -> list[Remark]:
    """Why it goes back; or what was normalised, then what the office should look at."""
    if row.problems:
        return [_of_problem(each) for each in row.problems]
    remarks = [remark(c.field, "changed", c.value, c.done, "") for c in row.changes]
    left_out = row.left_out
    remarks += [
        remark("", "notice", left_out.get(notice, ""), notice, CHECK) for notice in row.notices
    ]
    remarks += [remark("", "blank", "", blank, CHECK) for blank in row.blanks]
    if row.waiting:
        remarks.append(remark("档案编号", "waiting", row.file_no, *WAITING))
    if row.reason:
        remarks.append(remark("", "skipped", "", row.reason, ""))
    return remarks


def _of_problem(problem: Problem) -> Remark:
    return remark(problem.field, problem.code, problem.value, problem.reason, problem.mend)


def remark(field: str, code: str, value: str, reason: str, mend: str) -> Remark:
    return {"field": field, "code": code, "value": value, "reason": reason, "mend": mend}


def _rows(
    batch: ImportBatch, judgement: Judgement, tabs: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    outcomes, heads = judgement.outcomes(), _heads(judgement)
    for row in judgement.rows:
        key = (row.ref.file, row.ref.sheet, row.number)
        line = judgement.lines.get(key)
        tab = Tab.BACK if row.problems else line.tab if line else None
        to_check = bool(row.form and (row.notices or row.blanks) and not row.problems)
        if tab:
            tabs[tab] += 1
        tabs[Tab.CHECK] += to_check
        member = row.name if row.form is FormKind.MEMBER else ""
        head = row.name if row.form is FormKind.WORKER else heads.get(row.file_no, "")
        yield (
            batch.pk, batch.union_id, batch.system, *key, row.file_no, row.verdict.value,
            str(outcomes.get(key, "")), Jsonb(remarks_of(row)),
            head[:LONGEST_NAME], member[:LONGEST_NAME], str(tab or ""), to_check,
            Jsonb(line.differences if line and tab != Tab.BACK else []),
        )  # fmt: skip


def _heads(judgement: Judgement) -> dict[str, str]:
    """Workers' names by file number: as the rows say, else as on file where the sender may look."""
    rows = judgement.rows
    heads = {row.file_no: row.name for row in reversed(rows) if row.form is FormKind.WORKER}
    others = {row.file_no for row in rows if row.form is FormKind.MEMBER} - heads.keys()
    for file_no, file in known_files(others).items() if others else ():
        heads[file_no] = file.name if file.visible else ""
    return heads
