"""Results are for their owner's next hours, not for keeping."""

from __future__ import annotations

from django.utils import timezone

from bangfu.scope.actors import acting, background

from ..models import Job, JobPart


def forget_results() -> int:
    """Delete the files and requests of jobs that have been kept long enough. Returns how many jobs."""
    with acting(background()):
        over = list(Job.objects.filter(kept_until__lte=timezone.now()).values_list("pk", flat=True))
        JobPart.objects.filter(job__in=over).delete()
        return Job.objects.filter(pk__in=over).update(request=b"", kept_until=None, file_name="")
