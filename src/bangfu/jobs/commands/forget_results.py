"""Results are for their owner's next hours, not for keeping."""

from __future__ import annotations

from django.utils import timezone

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import Job, JobPart


@use_case(duties.FORGET, silent="the log told of each job's end, and how long its file is kept")
def forget_results(*, by: Actor) -> int:
    """Delete the files of jobs that have been kept long enough. Returns how many jobs."""
    over = list(Job.objects.filter(kept_until__lte=timezone.now()).values_list("pk", flat=True))
    JobPart.objects.filter(job__in=over).delete()
    return Job.objects.filter(pk__in=over).update(kept_until=None, file_name="")
