"""Correct the day that a whole table was said to tell of; its files are read again by it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import FilesGone, ReportingDayAhead
from ..models import ImportBatch
from .locking import lock_batch, require_staged
from .stage_register import read_again


@use_case(duties.CHANGE_DAY)
def change_reporting_day(*, batch_id: int, as_of: date, on: date, by: Actor) -> ImportBatch:
    """The batch, waiting to be read again; with the same day nothing changes.

    Args:
        as_of: the reporting day (上报日), not after `on`, today.

    Raises:
        ReportingDayAhead.
        ImportBatch.DoesNotExist: out of the actor's reach.
        FilesGone: nothing is there to be read again.
        BatchNotRead, AlreadyMerged, BatchDropped, BeingMerged: it does not wait for its confirmation.
    """
    if as_of > on:
        raise ReportingDayAhead
    batch = lock_batch(batch_id, by)
    require_staged(batch)
    if batch.reporting_day == as_of:
        nothing_changed()
        return batch
    if not batch.uploads.exists():
        raise FilesGone
    batch.reporting_day = as_of
    batch.save(update_fields=["reporting_day"])
    read_again(batch)
    tell("batch", batch.pk, {"as_of": str(as_of)})
    return batch
