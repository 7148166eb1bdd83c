"""Have the background merge a confirmed batch; the job exists only if the running transaction commits."""

from __future__ import annotations

from bangfu.acts.frame import part_of_act
from bangfu.jobs.queue import defer_once

from ..models import ImportBatch
from .lanes import AGAIN_AFTER, lane_of_merge, one_at_a_time

MERGE = "bangfu.intake.tasks.merge_batch"


@part_of_act
def queue_merge(batch: ImportBatch, *, again: bool = False) -> None:
    """By the task's name, for tasks lie above commands.

    Args:
        again: its county was busy, so it waits for a while.
    """
    lane = lane_of_merge(batch.counts)
    defer_once(
        MERGE,
        waiting=f"merge:{batch.pk}",
        lock=one_at_a_time(lane),
        lane=lane,
        after=AGAIN_AFTER[lane] if again else 0,
        batch_id=batch.pk,
    )
