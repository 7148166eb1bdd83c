"""The owner calls a job back; one that runs sees it at its next step."""

from __future__ import annotations

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import AT_WORK, JobState
from ..models import Job


@use_case(duties.STOP)
def stop_job(*, job_id: int, by: Actor) -> Job:
    """One that has ended stays as it is. Raises Job.DoesNotExist for another's."""
    job = Job.objects.visible_to(by).select_for_update().get(pk=job_id, owner_id=by.officer_id)
    if job.state not in AT_WORK:
        nothing_changed()
        return job
    job.end(JobState.STOPPED)
    tell("job", job.pk)
    return job
