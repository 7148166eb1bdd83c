"""Reports in the background: lists that are too long to wait for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from bangfu.acts.duties import Duty
from bangfu.acts.frame import act, tell
from bangfu.casework import duties as casework
from bangfu.casework.enums import ReviewGroup
from bangfu.casework.queries import Narrowing, reviews
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.documents.workbooks import CellValue
from bangfu.funds import duties as funds
from bangfu.funds.queries.balances import fund_seen
from bangfu.funds.queries.movements import count_movements
from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark, phrase

from . import duties
from .choosing import FileFilters
from .file_export import exported_header, exported_note, exported_part
from .file_names import file_list_name, ledger_name, log_name, review_list_name
from .files import count_files
from .ledger_export import ledger_header, ledger_part
from .log import count_entries, filters_from
from .log_export import log_header, log_part
from .review_export import review_header, review_note, review_part

EVERY = 2**31 - 2  # as many files as there can be
Part = tuple[Sequence[Sequence[CellValue]], str]


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
    sheet = LongSheet(phrase("档案"), exported_header(), exported_note(work.by, on, total))
    part = partial(exported_part, day=on, wanted=chosen)
    done = _in_parts(work, duties.EXPORT_FILES, sheet, total, part)
    with act(duties.EXPORT_FILES, work.by):
        tell("list", "files", {"files": done}, action="registry.export")
    return Finished({"files": done}, file_list_name(on))


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
    return Finished({"files": done}, review_list_name(which, on))


@job("reporting.export_ledger", mark("导出资金流水"))
def export_ledger(work: Work, *, fund_id: int) -> Finished:
    """All movements of a fund as an .xlsx, in constant memory."""
    with act(funds.READ, work.by, silent="told when all of it was read"):
        name = fund_seen(work.by, fund_id).fund.name
        total = count_movements(work.by, fund_id, EVERY)
    sheet = LongSheet(phrase("资金流水"), ledger_header(), name)
    done = _in_parts(work, funds.READ, sheet, total, partial(ledger_part, fund_id=fund_id))
    with act(funds.READ, work.by):
        tell("fund", fund_id, {"rows": done}, action="funds.export")
    return Finished({"files": done}, ledger_name(fund_id))


@job("reporting.export_log", mark("导出日志"))
def export_log(work: Work, *, wanted: Mapping[str, Any]) -> Finished:
    """The log as narrowed, as an .xlsx, in constant memory.

    Args:
        wanted: the fields of `LogFilters`, days in ISO.
    """
    chosen = filters_from(wanted)
    with act(duties.READ_LOG, work.by, silent="told when all of it was read"):
        total = count_entries(work.by, chosen, EVERY)
    sheet = LongSheet(phrase("日志"), log_header())
    done = _in_parts(work, duties.READ_LOG, sheet, total, partial(log_part, wanted=chosen))
    with act(duties.READ_LOG, work.by):
        tell("log", "log", {"rows": done}, action="reporting.export_log")
    return Finished({"files": done}, log_name())


def _in_parts(
    work: Work, duty: Duty, sheet: LongSheet, total: int, part: Callable[..., Part]
) -> int:
    """Write part after part, each in a transaction of its own; how many lines there were."""
    after, more, done = "", True, 0
    with LongWorkbook(work.write, sheet) as book:
        while more:
            with act(duty, work.by, silent="told when all of it was read"):
                rows, after = part(work.by, after=after)
            book.write(rows)
            done += len(rows)
            more = bool(after)
            work.progress(done, total)
    return done
