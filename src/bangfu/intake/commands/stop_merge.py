"""Call a confirmation back while the batch is not merged yet; what was written is undone."""

from __future__ import annotations

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting

from ..enums import BatchState
from ..errors import AlreadyMerged
from ..models import ImportBatch
from .confirm_merge import OFFICERS
from .locking import lock_batch


def stop_merge(*, batch_id: int, by: Actor) -> ImportBatch:
    """The batch, 待确认 as before; the background notices at its next step and takes all back.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist, AlreadyMerged: the background was first.
    """
    by.require(*OFFICERS)
    with acting(by):
        batch = lock_batch(batch_id, by)
        if batch.state == BatchState.MERGED:
            raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
        if batch.state == BatchState.MERGING:
            batch.state, batch.confirmed_at = BatchState.STAGED, None
            batch.save(update_fields=["state", "confirmed_at"])
            record(by, "registry.stop", "batch", batch.pk)
    return batch
