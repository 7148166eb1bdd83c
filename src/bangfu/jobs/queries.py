"""What pages must know of the background: the actor's own jobs, and whether anybody works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from bangfu.scope.actors import Actor, acting
from bangfu.vault.sealing import open_blob

from .errors import ResultGone
from .models import Job, JobPart
from .names import part_name

SILENT = timedelta(seconds=60)  # a worker beats every ten


def somebody_works() -> bool:
    """Whether a worker was heard of lately; without one, what is asked for waits."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENT).exists()


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The actor's own, the newest first."""
    return Job.objects.visible_to(actor).filter(owner_id=actor.officer_id).order_by("-id")


def result_of(job: Job, actor: Actor) -> Iterator[bytes]:
    """The job's file, opened piece by piece, each in a transaction of its own.

    Raises:
        ResultGone: it has none, or no more.
    """
    numbers = list(
        JobPart.objects.filter(job=job).order_by("number").values_list("number", flat=True)
    )
    if not job.file_name or not numbers:
        raise ResultGone
    return (_opened(job.pk, number, actor) for number in numbers)


def _opened(job_id: int, number: int, actor: Actor) -> bytes:
    with acting(actor):
        part = JobPart.objects.get(job_id=job_id, number=number)
        return open_blob(part_name(job_id, number), bytes(part.sealed))
