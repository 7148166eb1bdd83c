"""A batch held while its state changes, so that of two who change it one is told of the other."""

from __future__ import annotations

from bangfu.scope.actors import Actor

from ..enums import BatchState
from ..errors import (
    AlreadyMerged,
    BatchDropped,
    BatchExpired,
    BatchNotRead,
    BeingMerged,
    ReadAgainSince,
)
from ..models import ImportBatch


def lock_batch(batch_id: int, by: Actor) -> ImportBatch:
    """For a change of its state, within the running transaction.

    Without its key: rows that refer to the batch may be on their way in at the same time.

    Raises:
        ImportBatch.DoesNotExist: outside the actor's scope.
    """
    seen = ImportBatch.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    return seen.get(pk=batch_id)


def require_staged(batch: ImportBatch) -> None:
    """Raises AlreadyMerged, BatchDropped, BatchExpired, BeingMerged, BatchNotRead unless it is 待确认."""
    if batch.state == BatchState.MERGED:
        raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
    if batch.state == BatchState.DROPPED:
        raise BatchDropped
    if batch.state == BatchState.EXPIRED:
        raise BatchExpired
    if batch.state == BatchState.MERGING:
        raise BeingMerged
    if batch.state != BatchState.STAGED:
        raise BatchNotRead(str(BatchState(batch.state).label))


def require_reading(batch: ImportBatch, reading: int) -> None:
    """Raises ReadAgainSince where what was seen, `reading`, is no longer what would go in."""
    if batch.reading != reading:
        raise ReadAgainSince
