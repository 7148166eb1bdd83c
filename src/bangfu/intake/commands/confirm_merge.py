"""确认入库: have a batch merged in the name of the officer who has seen its preview."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.organisations.queries import appointment_of
from bangfu.registry.commands.met_elsewhere import require_few_met
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState, Stage
from ..models import ImportBatch
from .locking import lock_batch, require_reading, require_staged


@use_case(duties.CONFIRM)
def confirm_merge(*, batch_id: int, reading: int, on: date, by: Actor) -> ImportBatch:
    """The batch, 入库中; whoever calls has the background merge it. A second time changes nothing.

    Args:
        reading: `ImportBatch.reading` of the preview that was looked at.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope), NoAppointment,
        BatchNotRead, AlreadyMerged, BatchDropped.
        ReadAgainSince: somebody had it read by another day or other columns meanwhile.
        TooManyMet: the officer was told of too many elsewhere today.
    """
    batch = lock_batch(batch_id, by)
    if batch.state in (BatchState.STAGED, BatchState.MERGING):
        require_reading(batch, reading)
    if batch.state == BatchState.MERGING:
        nothing_changed()
        return batch
    require_staged(batch)
    require_few_met(by)
    batch.state, batch.failure = BatchState.MERGING, ""
    batch.step, batch.progress_done, batch.progress_total = Stage.COMPARING, 0, 0
    batch.confirmed_at = timezone.now()
    batch.confirmed_under = appointment_of(by, on)
    batch.save(
        update_fields=[
            "state", "failure", "step", "progress_done", "progress_total", "confirmed_at",
            "confirmed_under",
        ]
    )  # fmt: skip
    tell("batch", batch.pk)
    return batch
