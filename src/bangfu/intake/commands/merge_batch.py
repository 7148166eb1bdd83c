"""Merge a confirmed import, then have decided anew what it left a mark on."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import act, long_work
from bangfu.eligibility.commands.request_assessment import reassess_soon
from bangfu.scope.actors import Actor

from .. import duties
from ..models import ImportBatch
from .lanes import CountiesBusy
from .merge_confirmed import merge_confirmed
from .queue_merge import queue_merge


@long_work(duties.MERGE_BATCH)
def merge_batch(*, batch_id: int, on: date, by: Actor) -> None:
    """Merge, then have decided anew; may run again after a kill. Raises as `merge_confirmed`.

    While another import of one of its counties is at work, it goes back to the end of the queue: the
    worker has other imports to merge meanwhile.
    """
    try:
        merge_confirmed(batch_id=batch_id, on=on, by=by)
    except CountiesBusy:
        with act(duties.MERGE_BATCH, by, silent="nothing is merged yet"):
            queue_merge(ImportBatch.objects.get(pk=batch_id), again=True)
        return
    reassess_soon()
