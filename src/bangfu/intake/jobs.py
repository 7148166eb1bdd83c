"""What of an import leaves as a file and is more than one waits for: rows that went back, and the report of
every row.
"""

from __future__ import annotations

from bangfu.acts.frame import act, tell
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.documents.row_report import report_csv
from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark, phrase

from . import duties
from .commands.sheet_to_mend import lines, rows_of, rows_to_mend, titles_of
from .models import ImportBatch
from .queries.batches import report_part, tables_told
from .rules.headers import HOW, WHY

PART = 1_000  # rows between two looks at whether it is still wanted


@job("intake.sheet_to_mend", mark("导出退回的行"))
def long_sheet_to_mend(work: Work, *, batch_id: int) -> Finished:
    """What `sheet_to_mend` gives, written as it grows; columns of numbers are not set to text."""
    with act(duties.FETCH_BACK, work.by, silent="told when all of it was read"):
        tables, reasons = rows_to_mend(batch_id, work.by)
    done, total = 0, rows_of(tables)
    sheets = [
        LongSheet(title, [WHY, HOW, *heads.words], fixed=2, numbers=True)
        for title, heads in zip(titles_of(tables), tables, strict=True)
    ]
    with LongWorkbook(work.write, *sheets) as book:
        for place, rows in enumerate(tables.values()):
            if place:
                book.next_sheet()
            for start in range(0, len(rows), PART):
                part = rows[start : start + PART]
                book.write(list(lines(part, reasons)))
                done += len(part)
                work.progress(done, total)
    with act(duties.FETCH_BACK, work.by):
        tell("batch", batch_id, {"rows": total})
    return Finished({"rows": total}, phrase("退回的行-{number}.xlsx", number=batch_id))


@job("intake.row_report", mark("导出逐行报告"))
def long_row_report(work: Work, *, batch_id: int) -> Finished:
    """What `report_of` gives as .csv, read and written part by part."""
    with act(duties.STAGE, work.by, silent="told when all of it was read"):
        batch = ImportBatch.objects.visible_to(work.by).get(pk=batch_id)
        total = batch.rows.count()
        work.write(report_csv(tables_told(batch.outline.get("tables", ()))))
    done, after = 0, 0
    while True:
        with act(duties.STAGE, work.by, silent="told when all of it was read"):
            lines, rows, after = report_part(batch, after, PART)
        if not rows:
            break
        work.write(report_csv(lines, begun=True))
        done += rows
        work.progress(done, total)
    with act(duties.STAGE, work.by):
        tell("batch", batch_id, {"rows": done}, action="registry.read_many")
    return Finished({"rows": done}, phrase("导入报告-{number}.csv", number=batch_id))
