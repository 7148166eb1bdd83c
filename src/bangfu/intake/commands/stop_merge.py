"""Call a confirmation back while the batch is not merged yet; what was written is undone."""

from __future__ import annotations

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..errors import AlreadyMerged
from ..models import ImportBatch
from .locking import lock_batch


@use_case(duties.STOP)
def stop_merge(*, batch_id: int, by: Actor) -> ImportBatch:
    """The batch, 待确认 as before; the background notices at its next step and takes all back.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist, AlreadyMerged: the background was first.
    """
    batch = lock_batch(batch_id, by)
    if batch.state == BatchState.MERGED:
        raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
    if batch.state != BatchState.MERGING:
        nothing_changed()
        return batch
    batch.state, batch.confirmed_at = BatchState.STAGED, None
    batch.save(update_fields=["state", "confirmed_at"])
    tell("batch", batch.pk)
    return batch
