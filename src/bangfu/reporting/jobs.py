"""Reports in the background: lists that are too long to wait for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bangfu.acts.frame import act, tell
from bangfu.casework import duties as casework
from bangfu.casework.enums import ReviewGroup
from bangfu.casework.queries import Narrowing, reviews
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark, phrase

from . import duties
from .choosing import FileFilters
from .file_export import exported_header, exported_note, exported_part
from .files import count_files
from .review_export import review_header, review_note, review_part

EVERY = 2**31 - 2  # as many files as there can be


@job("reporting.export_files", mark("导出档案列表"))
def export_files(work: Work, *, day: str, wanted: Mapping[str, Any]) -> Finished:
    """The whole list as an .xlsx, without identity and card numbers, in constant memory.

    Args:
        day: the list's day, ISO.
        wanted: the fields of `FileFilters`.
    """
    on, chosen = date.fromisoformat(day), FileFilters(**wanted)
    with act(duties.EXPORT_FILES, work.by, silent="told when all of it was read"):
        total = count_files(work.by, on, chosen, EVERY)
    note, after, more, done = exported_note(work.by, on, total), "", True, 0
    with LongWorkbook(work.write, LongSheet(phrase("档案"), exported_header(), note)) as book:
        while more:
            with act(duties.EXPORT_FILES, work.by, silent="told when all of it was read"):
                rows, after = exported_part(work.by, on, chosen, after)
            book.write(rows)
            done += len(rows)
            more = bool(after)
            work.progress(done, total)
    with act(duties.EXPORT_FILES, work.by):
        tell("list", "files", {"files": done}, action="registry.export")
    return Finished({"files": done}, f"files-{day}.xlsx")


@job("reporting.export_reviews", mark("导出复核名单"))
def export_reviews(work: Work, *, day: str, group: str, wanted: Mapping[str, Any]) -> Finished:
    """One group of approved households to be reviewed as an .xlsx, in constant memory.

    Args:
        day: the list's day, ISO.
        wanted: the fields of `Narrowing`.
    """
    on, which, narrowing = date.fromisoformat(day), ReviewGroup(group), Narrowing(**wanted)
    with act(casework.EXPORT, work.by, silent="told when all of it was read"):
        total = reviews(work.by, which, on, narrowing).count()
    after, more, done = "", True, 0
    sheet = LongSheet(which.label, review_header(), review_note(work.by, which, on))
    with LongWorkbook(work.write, sheet) as book:
        while more:
            with act(casework.EXPORT, work.by, silent="told when all of it was read"):
                rows, after = review_part(work.by, which, on, narrowing, after)
            book.write(rows)
            done += len(rows)
            more = bool(after)
            work.progress(done, total)
    with act(casework.EXPORT, work.by):
        tell("case", which.value, {"households": done})
    return Finished({"files": done}, f"reviews-{which.value}-{day}.xlsx")
