"""确认入库: have a batch merged in the name of the officer who has seen its preview."""

from __future__ import annotations

from django.utils import timezone

from bangfu.audit.recording import record
from bangfu.organisations.queries import appointment_of, today
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role

from ..enums import BatchState, Step
from ..models import ImportBatch
from .locking import lock_batch, require_staged

OFFICERS = (Role.FILER, Role.REVIEWER)


def confirm_merge(*, batch_id: int, by: Actor) -> ImportBatch:
    """The batch, 入库中; whoever calls has the background merge it. A second time changes nothing.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope), NoAppointment,
        BatchNotRead, AlreadyMerged, BatchDropped.
    """
    by.require(*OFFICERS)
    with acting(by):
        batch = lock_batch(batch_id, by)
        if batch.state == BatchState.MERGING:
            return batch
        require_staged(batch)
        batch.state, batch.failure = BatchState.MERGING, ""
        batch.step, batch.progress_done, batch.progress_total = Step.COMPARING, 0, 0
        batch.confirmed_at = timezone.now()
        batch.confirmed_under = appointment_of(by, today())
        batch.save(
            update_fields=[
                "state", "failure", "step", "progress_done", "progress_total", "confirmed_at",
                "confirmed_under",
            ]
        )  # fmt: skip
        record(by, "registry.confirm", "batch", batch.pk)
    return batch
