"""What was uploaded and never confirmed is personal, and of no use to anybody: it goes when its term is over.

The batch itself stays, with what it was and why it is gone. May be killed anywhere and run again: each batch
goes whole or not at all, and one that somebody confirms at this moment is left to them.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from bangfu.acts.frame import act, long_work, nothing_changed, tell
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..models import ImportBatch
from ..rules.keeping import WAITS

GONE = mark("上传后一直没有确认入库，已到期清除，没有任何内容入库。需要时请重新上传。")


@long_work(duties.EXPIRE)
def expire_batches(*, by: Actor) -> int:
    """Clear each batch whose term is over, and give one to those of before it was counted. Returns how many."""
    with act(
        duties.EXPIRE, by, silent="only looks which are over, and says until when others wait"
    ):
        waiting = ImportBatch.objects.filter(state=BatchState.STAGED)
        waiting.filter(waits_until=None).update(waits_until=timezone.now() + WAITS)
        over = list(_over().order_by("id").values_list("id", flat=True))
    return sum(_expired(batch_id, by) for batch_id in over)


def _over() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(state=BatchState.STAGED, waits_until__lte=timezone.now())


def _expired(batch_id: int, by: Actor) -> bool:
    """False where somebody holds it, confirmed it or had it read again meanwhile."""
    with act(duties.EXPIRE, by):
        held = _over().select_for_update(of=("self",), skip_locked=True, no_key=True)
        batch = held.filter(pk=batch_id).first()
        if batch is None:
            nothing_changed()
            return False
        rows = batch.rows.count()
        for kept in (batch.rows, batch.parts, batch.back_parts, batch.uploads):
            kept.all().delete()
        batch.state, batch.failure, batch.outline = BatchState.EXPIRED, phrase(GONE), {}
        batch.save(update_fields=["state", "failure", "outline"])
        tell("batch", batch.pk, {"rows": rows}, union_id=batch.union_id)
        return True
