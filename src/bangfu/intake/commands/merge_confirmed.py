"""Merge a confirmed batch in the background, as the officer who confirmed it.

May run again after a kill at any point: a merge is one transaction, so either all of it stands and
the batch is 已入库, or nothing does and the batch still waits.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import InterfaceError, OperationalError, connection

from bangfu.acts.frame import act, long_work, nothing_changed, tell
from bangfu.kernel.broken import broken_at
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.errors import NoAppointment
from bangfu.organisations.queries import actor_under
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..errors import ConfirmerGone, MergeStopped, MergingBroke
from ..models import ImportBatch
from .lanes import CountiesBusy
from .merge_register import merge_register
from .progress import Report, kept_on, silent


@long_work(duties.MERGE_BATCH)
def merge_confirmed(*, batch_id: int, on: date, by: Actor, report: Report = silent) -> None:
    """Bring a batch from 入库中 to 已入库, or back to 待确认 with the reason; any other is left.

    Args:
        by: the machine; the merging itself acts, and is logged, as the officer who confirmed.

    Raises:
        OperationalError, InterfaceError: the database went away; to be tried again.
        CountiesBusy: another import of one of the counties is at work; to be tried later.
        ConfirmerGone, MergingBroke: the batch says so too.
    """
    with act(duties.MERGE_BATCH, by, silent="only looks"):
        batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.MERGING or batch.confirmed_at is None:
        return
    try:
        _merge(batch, batch.confirmed_at, on, report)
    except MergeStopped:
        return
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except CountiesBusy:
        raise
    except BangfuError as error:
        _hand_back(batch, str(error), by)
        raise
    except Exception as error:
        broke = MergingBroke(broken_at(error))
        _hand_back(batch, str(broke), by)
        raise broke from None


def _merge(batch: ImportBatch, confirmed: datetime, on: date, report: Report) -> None:
    with kept_on(batch.pk, report) as progress:
        merge_register(
            batch_id=batch.pk,
            by=_confirmer(batch, on),
            confirmed=confirmed,
            report=progress,
            wait=False,
        )


def _confirmer(batch: ImportBatch, on: date) -> Actor:
    """With the reach of this day, whatever it was when they confirmed."""
    if batch.confirmed_under is None:
        raise ConfirmerGone
    try:
        return actor_under(batch.confirmed_under, on)
    except NoAppointment:
        raise ConfirmerGone from None


def _hand_back(batch: ImportBatch, why: str, by: Actor) -> None:
    with act(duties.MERGE_BATCH, by):
        locked = ImportBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
        if (locked.state, locked.confirmed_at) != (BatchState.MERGING, batch.confirmed_at):
            nothing_changed()
            return
        locked.state, locked.failure = BatchState.STAGED, why[:400]
        locked.save(update_fields=["state", "failure"])
        tell("batch", batch.pk, action="registry.merge_failed", union_id=batch.union_id)
