"""The register in the background: an export that is too long to wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bangfu.acts.frame import act, tell
from bangfu.documents.long_workbook import LongWorkbook
from bangfu.documents.workbooks import CellValue
from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark, phrase

from . import duties
from .commands.export_register import rows_of
from .queries.export import long_sheets
from .queries.households import households
from .rules.form import FormKind

PART = 2_000  # files that are read, opened, and in memory, at once


@job("registry.export", mark("导出档案"))
def export_long(work: Work, *, day: str) -> Finished:
    """What `export_register` gives, in constant memory and without drop-downs."""
    on, counted = date.fromisoformat(day), dict.fromkeys(FormKind, 0)
    with act(duties.EXPORT, work.by, silent="told when all of it was read"):
        total = households(work.by).count()
    with LongWorkbook(work.write, *long_sheets()) as book:
        for place, kind in enumerate(FormKind):
            if place:
                book.next_sheet()
            for done, rows in _parts(work, kind, on):
                book.write(rows)
                counted[kind] += len(rows)
                work.progress((place * total + done) // len(FormKind), total)
    told = {"households": counted[FormKind.WORKER], "members": counted[FormKind.MEMBER]}
    with act(duties.EXPORT, work.by):
        tell("register", "form", {"day": day, **told})
    return Finished(told, phrase("困难职工台账-{day}.xlsx", day=day))


def _parts(
    work: Work, kind: FormKind, on: date
) -> Iterator[tuple[int, Sequence[Sequence[CellValue]]]]:
    """How many files were read so far, and the rows of those read last."""
    done, after = 0, ""
    while True:
        with act(duties.EXPORT, work.by, silent="told when all of it was read"):
            behind = households(work.by).order_by("file_no").filter(file_no__gt=after)
            files = list(behind.values_list("pk", "file_no")[:PART])
            if not files:
                return
            rows = rows_of(kind, [pk for pk, _file_no in files], on, work.by)
        done, after = done + len(files), files[-1][1]
        yield done, rows
