"""Stage, read and merge in one go, as the command line and the demo do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bangfu.acts.frame import act, use_case
from bangfu.documents.row_report import ImportReport, ReportLine
from bangfu.organisations.models import Union
from bangfu.registry.commands.met_elsewhere import require_few_met
from bangfu.scope.actors import Actor, background

from .. import duties
from ..enums import Stage
from ..queries.batches import report_of, rows_told, tables_told
from ..queries.columns import meanings_of
from .at_work import leaving_work_on
from .close_stuck import close_stuck
from .drop_batch import drop_batch
from .merge_register import merge_register
from .progress import Report, silent
from .read_batch import FIRST_READING, read_batch
from .reading.books import read_books
from .reading.judging import Judgement, judge
from .reading.staging import remarks_of
from .stage_register import NamedFile, check_order, stage_register, with_safe_names


def import_register(
    *,
    files: Sequence[NamedFile],
    as_of: date,
    on: date,
    by: Actor,
    dry_run: bool = False,
    progress: Report = silent,
) -> ImportReport:
    """Everything that may go in goes in; the report tells of every row. Three use cases in a row.

    Args:
        files: (name, content), workers first where members are in a file of their own.
        as_of: the reporting day (上报日), not after `on`, today.
        dry_run: judge and compare, write nothing.

    Raises:
        What `stage_register`, `read_batch` and `merge_register` raise; TooManyMet.
    """
    if dry_run:
        return try_register(files=files, as_of=as_of, on=on, by=by, progress=progress)
    require_few_met(by)
    close_stuck(by=background())  # what an earlier command left, killed
    batch = stage_register(files=files, as_of=as_of, on=on, by=by, background=False)
    try:
        with leaving_work_on(batch.pk):
            read_batch(batch_id=batch.pk, by=by, report=progress)
            merged = merge_register(
                batch_id=batch.pk, by=by, reading=FIRST_READING, report=progress
            )
    except KeyboardInterrupt:  # nobody comes back to it: nothing personal stays behind
        drop_batch(batch_id=batch.pk, by=by)
        raise
    with act(duties.STAGE, by, silent="what became of it is the importer's own"):
        return ImportReport(merged.counts, tuple(report_of(merged)), merged.pk)


@use_case(duties.STAGE, silent="a try keeps nothing", numbers_in=("files",))
def try_register(
    *, files: Sequence[NamedFile], as_of: date, on: date, by: Actor, progress: Report
) -> ImportReport:
    """Judge the files and keep nothing. The report is that of an import; raises what `check_order` and reading raise."""
    check_order(files, as_of, on)
    progress(Stage.FILES, 0, len(files))
    books = read_books(with_safe_names(files))
    with act(duties.READ_BATCH, background(), silent="it only looks what columns mean"):
        union = Union.objects.get(pk=by.union_id) if by.union_id else None
        meanings = meanings_of(union)
    judgement = judge(books, as_of, by.scope, progress, meanings)
    return ImportReport(judgement.counts(), tuple(_lines(judgement)))


def _lines(judgement: Judgement) -> list[ReportLine]:
    outcomes = judgement.outcomes()
    lines = [
        line
        for row in judgement.rows
        for line in rows_told(
            (row.ref.file, row.ref.sheet, row.number, row.file_no, row.verdict.value),
            remarks_of(row),
            str(outcomes.get((row.ref.file, row.ref.sheet, row.number), "")),
        )
    ]
    return [*tables_told(judgement.outline()["tables"]), *lines]
