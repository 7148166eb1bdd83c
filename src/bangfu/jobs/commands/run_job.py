"""Run what an officer asked for, as that officer, and keep what came of it.

May run again after a kill at any point: a job begins anew, or where it last kept its place.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from bangfu.audit.recording import record
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.errors import NoAppointment
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_under, today
from bangfu.scope.actors import Actor, acting, background
from bangfu.vault.sealing import open_blob, seal_blob

from ..declaring import Finished, declared_jobs
from ..enums import JobState
from ..errors import JobBroke, JobStopped, OwnerGone
from ..models import Job, JobPart
from ..names import part_name, request_name

PIECE = 1 << 20  # bytes that are sealed together
KEPT = timedelta(days=1)


def run_job(*, job_id: int) -> None:
    """Bring a job to its end; one that has ended is left.

    Raises:
        OperationalError, InterfaceError: the database went away; to be tried again.
    """
    job = _take(job_id)
    if job is None:
        return
    try:
        work = _Work(job, _owner(job))
        finished = declared_jobs()[job.kind].run(work, **_asked(job))
        work.close()
        _end(job_id, JobState.DONE, finished=finished, by=work.by)
    except JobStopped:
        return
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except BangfuError as error:
        _end(job_id, JobState.FAILED, failure=str(error))
    except Exception as error:
        _end(job_id, JobState.FAILED, failure=str(JobBroke(place_of(error))))


def place_of(error: Exception) -> str:
    """Its kind and where in the program; never its words, which may hold what was being read."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__}，{last.name}:{last.lineno}" if last else type(error).__name__


class _Work:
    """`declaring.Work`: sealed pieces and progress, each in a short transaction of its own."""

    def __init__(self, job: Job, by: Actor) -> None:
        self.by, self.place, self.outcome = by, job.place, dict(job.outcome)
        self._job_id, self._waiting, self._parts = job.pk, bytearray(), 0

    def write(self, piece: bytes) -> None:
        self._waiting += piece
        while len(self._waiting) >= PIECE:
            self._seal(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def close(self) -> None:
        if self._waiting:
            self._seal(bytes(self._waiting))
            self._waiting.clear()

    def progress(self, done: int, total: int) -> None:
        with acting(background()):
            running = Job.objects.filter(pk=self._job_id, state=JobState.RUNNING)
            if not running.update(done=done, total=total):
                raise JobStopped

    def keep(self, place: int, outcome: Mapping[str, Any]) -> None:
        self.place, self.outcome = place, dict(outcome)
        Job.objects.filter(pk=self._job_id).update(place=place, outcome=self.outcome)

    def _seal(self, piece: bytes) -> None:
        sealed = seal_blob(part_name(self._job_id, self._parts), piece)
        with acting(background()):
            JobPart.objects.create(job_id=self._job_id, number=self._parts, sealed=sealed)
        self._parts += 1


def _take(job_id: int) -> Job | None:
    """The job, running; what an earlier run wrote and did not finish is gone."""
    with acting(background()):
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state not in (JobState.WAITING, JobState.RUNNING):
            return None
        job.parts.all().delete()
        job.state = JobState.RUNNING
        job.save(update_fields=["state"])
        return job


def _owner(job: Job) -> Actor:
    """With the reach of this day, whatever it was when they asked."""
    with acting(background()):
        try:
            return actor_under(Appointment.objects.get(pk=job.appointment_id), today())
        except (NoAppointment, Appointment.DoesNotExist):
            raise OwnerGone from None


def _asked(job: Job) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(open_blob(request_name(job.pk), bytes(job.request)))
    return said


def _end(
    job_id: int,
    state: JobState,
    *,
    finished: Finished | None = None,
    failure: str = "",
    by: Actor | None = None,
) -> None:
    with acting(background()):
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != JobState.RUNNING:  # called back in the last moment
            job.parts.all().delete()
            return
        now = timezone.now()
        job.state, job.failure, job.ended_at, job.kept_until = state, failure[:400], now, now + KEPT
        if finished is not None:
            job.outcome, job.file_name = dict(finished.outcome), finished.file_name
        job.save(
            update_fields=["state", "failure", "ended_at", "kept_until", "outcome", "file_name"]
        )
        record(by or background(), "jobs.end", "job", job.pk, {"state": state.value})
