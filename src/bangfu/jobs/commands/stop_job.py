"""The owner calls a job back; one that runs sees it at its next step."""

from __future__ import annotations

from django.utils import timezone

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import JobState
from ..models import Job


@use_case(duties.STOP)
def stop_job(*, job_id: int, by: Actor) -> Job:
    """One that has ended stays as it is. Raises Job.DoesNotExist for another's."""
    found = Job.objects.visible_to(by).select_for_update().get(pk=job_id, owner_id=by.officer_id)
    if found.state not in (JobState.WAITING, JobState.RUNNING):
        nothing_changed()
        return found
    found.state, found.ended_at = JobState.STOPPED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    found.parts.all().delete()
    tell("job", found.pk)
    return found
