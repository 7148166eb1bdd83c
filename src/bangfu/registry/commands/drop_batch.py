"""Give a batch up before it is merged; nothing of its content is kept."""

from __future__ import annotations

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting

from ..enums import BatchState
from ..errors import AlreadyMerged
from ..models import ImportBatch
from .stage_register import FILERS


def drop_batch(*, batch_id: int, by: Actor) -> ImportBatch:
    """Raises NotPermitted, ImportBatch.DoesNotExist, AlreadyMerged; twice changes nothing."""
    by.require(*FILERS)
    with acting(by):
        seen = ImportBatch.objects.visible_to(by).select_for_update(of=("self",))
        batch = seen.get(pk=batch_id)
        if batch.state == BatchState.MERGED:
            raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
        if batch.state != BatchState.DROPPED:
            batch.state = BatchState.DROPPED
            batch.outline = {}
            batch.save(update_fields=["state", "outline"])
            batch.rows.all().delete()
            batch.parts.all().delete()
            batch.uploads.all().delete()
            record(by, "registry.drop", "batch", batch.pk)
    return batch
