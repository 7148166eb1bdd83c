"""An import that nobody will bring to its end would wait for ever, with what it holds: it is closed.

The queue gave it up, its job was lost, or the command that ran it was killed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from bangfu.acts.frame import tell, use_case
from bangfu.jobs.queue import held_by_the_queue
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..models import ImportBatch
from .at_work import is_anybody_at
from .stage_register import DIRECTLY

READS_OR_MERGES = (
    "bangfu.intake.tasks.read_batch",
    "bangfu.registry.tasks.read_batch",
    "bangfu.intake.tasks.merge_batch",
    "bangfu.eligibility.tasks.merge_batch",
)
YOUNG = timedelta(minutes=5)  # its job may just be on its way
NOT_READ = mark(
    "后台没能把它读完，没有任何内容入库。请重新上传；再出现的，把批次号告诉系统管理员。"
)
NOT_MERGED = mark(
    "后台没能入库，没有任何内容入库。请再确认一次；再出现的，把批次号告诉系统管理员。"
)
CUT_SHORT = mark("导入的命令中断了，没有任何内容入库，读出的内容已清除。请重新导入。")


@use_case(duties.READ_BATCH, silent="tells of each batch that it closes")
def close_stuck(*, by: Actor) -> int:
    """Close what is at work by its state and by nothing else. Returns how many."""
    asked_before = timezone.now() - YOUNG
    at_work = Q(state__in=(BatchState.WAITING, BatchState.READING, BatchState.MERGING))
    directly = Q(state=BatchState.STAGED, outline__has_key=DIRECTLY)
    batches = ImportBatch.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    left_at_work = list(batches.filter(at_work | directly).order_by("id"))
    # Asked after them: a batch comes with its job, one that is to be read again too.
    held = held_by_the_queue(READS_OR_MERGES, "batch_id") if left_at_work else set()
    closed = 0
    for batch in left_at_work:
        if batch.pk not in held and _is_left(batch, asked_before):
            _close(batch)
            closed += 1
    return closed


def _is_left(batch: ImportBatch, asked_before: datetime) -> bool:
    """Whether nobody comes back to a batch that no job holds: of a command, by its lock; else by the clock."""
    if DIRECTLY in batch.outline:
        return not is_anybody_at(batch.pk)
    return (batch.confirmed_at or batch.created_at) < asked_before


def _close(batch: ImportBatch) -> None:
    if batch.state == BatchState.MERGING:
        batch.state, batch.failure = BatchState.STAGED, phrase(NOT_MERGED)
        batch.save(update_fields=["state", "failure"])
        tell("batch", batch.pk, action="registry.merge_failed", union_id=batch.union_id)
        return
    directly = DIRECTLY in batch.outline
    batch.state, batch.outline = BatchState.FAILED, {}
    batch.failure = phrase(CUT_SHORT if directly else NOT_READ)
    batch.save(update_fields=["state", "failure", "outline"])
    for kept in (batch.rows, batch.parts, batch.back_parts, batch.uploads):
        kept.all().delete()
    tell("batch", batch.pk, action="registry.read_failed", union_id=batch.union_id)
