"""A job that the queue no longer holds would be waited for without end: its owner is told."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import AT_WORK, JobState
from ..errors import JobLost
from ..models import Job
from ..queue import held_by_the_queue
from .begin_job import RUN

YOUNG = timedelta(minutes=10)  # the queue may just be taking it


@use_case(duties.GIVE_UP, silent="tells of each job that it ends")
def give_up_lost(*, by: Actor) -> int:
    """End jobs that nobody will take up. Returns how many.

    Their workers died too often (`retrying.MOST_TRIES`), or the queue's row was removed.
    """
    asked_before = timezone.now() - YOUNG
    at_work = Job.objects.select_for_update().filter(state__in=AT_WORK, asked_at__lt=asked_before)
    held = held_by_the_queue((RUN,), "job_id")
    lost = [job for job in at_work if job.pk not in held]
    for job in lost:
        job.end(JobState.FAILED, str(JobLost()))
        tell("job", job.pk, {"state": JobState.FAILED.value}, action="jobs.end")
    return len(lost)
