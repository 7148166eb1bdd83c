"""Read a staged batch: every row judged, compared with what is on file, and kept for the preview.

May run again after a kill at any point: nothing shows until the last transaction, and that one
finds out whether another run was first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from bangfu.acts.frame import RunningAct, act, long_work, nothing_changed, tell
from bangfu.documents.spreadsheets import Workbook
from bangfu.kernel.broken import broken_at
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.steadily import steadily
from bangfu.organisations.queries import scope_of
from bangfu.scope.actors import Actor, background
from bangfu.scope.enums import Role
from bangfu.scope.reach import WHOLE_REGISTER
from bangfu.vault.sealing import open_blob

from .. import duties
from ..enums import BatchState, Stage
from ..errors import ReadingBroke
from ..models import ImportBatch, StagedRow
from ..queries.columns import meanings_of
from ..rules import NoRegister
from ..rules.keeping import WAITS
from .progress import Report, kept_on, silent
from .reading.back import heads_written
from .reading.books import read_books
from .reading.judging import Judgement, judge
from .reading.packing import refused_columns
from .reading.staging import stage_rows
from .stage_register import DIRECTLY, upload_name

UNREAD = (BatchState.WAITING, BatchState.READING)
FIRST_READING = 1


@long_work(duties.READ_BATCH)
def read_batch(*, batch_id: int, by: Actor, report: Report = silent) -> None:
    """Bring a batch from 等待读取 to 待确认; a batch beyond that is left as it is.

    Args:
        by: the machine, or the operator who imports directly.
        report: told stage, done and total; the batch's own progress is kept as well.

    Raises:
        OperationalError, InterfaceError: the database went away; to be tried again.
        SpreadsheetRefused, NoRegister: the files can't be read; the batch says so and is closed.
        ReadingBroke: a fault of the program, told without what the file holds.
    """
    try:
        with _reading():
            batch = _begin(batch_id)
        if batch is not None:
            with kept_on(batch_id, report) as progress:
                _read(batch, progress)
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except NoRegister as error:
        close_batch(batch_id, str(error), by, refused_columns(error.problems))
        raise
    except BangfuError as error:
        close_batch(batch_id, str(error), by)
        raise
    except Exception as error:
        broke = ReadingBroke(broken_at(error))
        close_batch(batch_id, str(broke), by)
        raise broke from None


def close_batch(batch_id: int, why: str, by: Actor, columns: Sequence[dict[str, Any]] = ()) -> None:
    """The batch can't be read: say why, keep nothing of it but which columns it has."""
    with act(duties.READ_BATCH, by):
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in UNREAD:
            nothing_changed()
            return
        batch.state, batch.failure = BatchState.FAILED, why[:400]
        batch.outline = {**batch.outline, "columns_refused": list(columns)}
        batch.save(update_fields=["state", "failure", "outline"])
        batch.uploads.all().delete()
        tell("batch", batch_id, action="registry.read_failed", union_id=batch.union_id)


def _reading(by: Actor | None = None) -> AbstractContextManager[RunningAct]:
    """A part of reading, by the machine unless named."""
    return act(duties.READ_BATCH, by or background(), silent="the batch itself says how far it is")


def uploader_of(batch: ImportBatch) -> Actor:
    """Who the rows are judged for: the union's reach at this moment, whoever's process reads."""
    scope = scope_of(batch.union) if batch.union else WHOLE_REGISTER
    return Actor(batch.by_user_id, batch.by_name, Role.WORKER, batch.union_id, scope)


def _begin(batch_id: int) -> ImportBatch | None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state not in UNREAD:
        return None
    batch.state = BatchState.READING
    batch.save(update_fields=["state"])
    return batch


def _read(batch: ImportBatch, progress: Report) -> None:
    with steadily():
        books = [_workbooks(batch, progress)]  # handed over whole: `judge` lets them go halfway
        uploader = uploader_of(batch)
        with _reading():
            meanings = meanings_of(batch.union)
        with _reading(uploader):
            judgement = judge(books.pop(), batch.reporting_day, uploader.scope, progress, meanings)
        rows = len(judgement.rows)
        progress(Stage.PREVIEW, 0, rows)
        with _reading():
            _stage(batch.pk, judgement)
    progress(Stage.PREVIEW, rows, rows)


def _workbooks(batch: ImportBatch, progress: Report) -> list[Workbook]:
    with _reading():
        sealed = [(one.file_name, bytes(one.sealed)) for one in batch.uploads.order_by("id")]
    return read_books(_opened(batch.pk, sealed, progress))


def _opened(
    batch_id: int, sealed: Sequence[tuple[str, bytes]], progress: Report
) -> Iterator[tuple[str, bytes]]:
    for number, (name, blob) in enumerate(sealed):
        progress(Stage.FILES, number, len(sealed))
        yield name, open_blob(upload_name(batch_id, name), blob)


def _stage(batch_id: int, judgement: Judgement) -> None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state != BatchState.READING:
        return
    StagedRow.objects.filter(batch=batch).delete()
    batch.parts.all().delete()
    batch.back_parts.all().delete()
    tabs = stage_rows(batch, judgement)
    batch.state = BatchState.STAGED
    heads = [heads_written(each) for each in judgement.register.heads]
    directly = {DIRECTLY: True} if DIRECTLY in batch.outline else {}
    told = {"tabs": tabs, "heads": heads, "reading": batch.reading + 1, **directly}
    batch.outline = {**judgement.outline(), **told}
    batch.counts = judgement.counts()
    batch.waits_until = timezone.now() + WAITS
    batch.save(update_fields=["state", "outline", "counts", "waits_until"])
