"""Give a batch up before it is merged; nothing of its content is kept."""

from __future__ import annotations

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..errors import AlreadyMerged, BeingMerged
from ..models import ImportBatch
from .locking import lock_batch


@use_case(duties.DROP)
def drop_batch(*, batch_id: int, by: Actor) -> ImportBatch:
    """Raises NotPermitted, ImportBatch.DoesNotExist, AlreadyMerged, BeingMerged; twice changes nothing."""
    batch = lock_batch(batch_id, by)
    if batch.state == BatchState.MERGED:
        raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
    if batch.state == BatchState.MERGING:
        raise BeingMerged
    if batch.state in (BatchState.DROPPED, BatchState.EXPIRED):
        nothing_changed()
        return batch
    batch.state = BatchState.DROPPED
    batch.outline = {}
    batch.save(update_fields=["state", "outline"])
    batch.rows.all().delete()
    batch.parts.all().delete()
    batch.back_parts.all().delete()
    batch.uploads.all().delete()
    tell("batch", batch.pk)
    return batch
