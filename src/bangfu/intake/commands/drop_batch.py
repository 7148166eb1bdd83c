"""Give a batch up before it is merged; nothing of its content is kept."""

from __future__ import annotations

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting

from ..enums import BatchState
from ..errors import AlreadyMerged, BeingMerged
from ..models import ImportBatch
from .locking import lock_batch
from .stage_register import FILERS


def drop_batch(*, batch_id: int, by: Actor) -> ImportBatch:
    """Raises NotPermitted, ImportBatch.DoesNotExist, AlreadyMerged, BeingMerged; twice changes nothing."""
    by.require(*FILERS)
    with acting(by):
        batch = lock_batch(batch_id, by)
        if batch.state == BatchState.MERGED:
            raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
        if batch.state == BatchState.MERGING:
            raise BeingMerged
        if batch.state != BatchState.DROPPED:
            batch.state = BatchState.DROPPED
            batch.outline = {}
            batch.save(update_fields=["state", "outline"])
            batch.rows.all().delete()
            batch.parts.all().delete()
            batch.uploads.all().delete()
            record(by, "registry.drop", "batch", batch.pk)
    return batch
