"""Run what an officer asked for, as that officer, and keep what came of it.

May run again after a kill at any point: a job begins anew, or where it last kept its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from bangfu.acts.attempts import attempts_told
from bangfu.acts.frame import RunningAct, act, long_work, tell
from bangfu.kernel.broken import broken_at
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.errors import NoAppointment
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_under
from bangfu.scope.actors import Actor
from bangfu.vault.sealing import open_blob, seal_blob

from .. import duties
from ..declaring import Finished, declared_jobs
from ..enums import AT_WORK, JobState
from ..errors import JobBroke, JobStopped, OwnerGone
from ..models import Job, JobPart
from ..names import part_name, request_name

PIECE = 1 << 20  # bytes that are sealed together
KEPT = timedelta(days=1)


@long_work(duties.RUN)
def run_job(*, job_id: int, on: date, by: Actor) -> None:
    """Bring a job to its end; one that has ended is left.

    Args:
        on: the officer who asked has the reach of this day, whatever it was when they asked.
        by: the machine; what the job does, it does as the officer.

    Raises:
        NotPermitted.
        OperationalError, InterfaceError: the database went away; to be tried again.
    """
    job = _take(job_id, by)
    if job is None:
        return
    try:
        work = _Work(job, on, by)
        finished = _run(job, work)
        _finish(job_id, finished, work.by, by)
    except JobStopped:
        return
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except BangfuError as error:
        _fail(job_id, str(error), by)
    except Exception as error:
        _fail(job_id, str(JobBroke(broken_at(error))), by)


def _run(job: Job, work: _Work) -> Finished:
    """What the officer may do no more, or what is refused, is an attempt of theirs."""
    with attempts_told(work.by, duties.RUN, but=(JobStopped, OwnerGone)):
        finished = declared_jobs()[job.kind].run(work, **_asked(job))
    work.close()
    return finished


def _part(by: Actor) -> AbstractContextManager[RunningAct]:
    return act(duties.RUN, by, silent="told when the job ends")


class _Work:
    """`declaring.Work`: sealed pieces and progress, each in a short transaction of its own."""

    def __init__(self, job: Job, on: date, runner: Actor) -> None:
        self._job, self._on, self._runner = job, on, runner
        self.by, self.place, self.outcome = self._owner(), job.place, dict(job.outcome)
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
        self._owner()
        with _part(self._runner):
            running = Job.objects.filter(pk=self._job_id, state=JobState.RUNNING)
            if not running.update(done=done, total=total):
                raise JobStopped

    def keep(self, place: int, outcome: Mapping[str, Any]) -> None:
        here = Job.objects.filter(pk=self._job_id, place=self.place)
        if not here.update(place=place, outcome=dict(outcome)):
            raise JobStopped  # a worker that was thought dead is ahead: it goes on, this one not
        self.place, self.outcome = place, dict(outcome)

    def _owner(self) -> Actor:
        """Who asked, as they are now: whoever left meanwhile has nothing more done in their name."""
        with _part(self._runner):
            try:
                appointment = Appointment.objects.get(pk=self._job.appointment_id)
                return actor_under(appointment, self._on)
            except (NoAppointment, Appointment.DoesNotExist):
                raise OwnerGone from None

    def _seal(self, piece: bytes) -> None:
        """Raises JobStopped; whoever calls the job back deletes what was sealed before."""
        sealed = seal_blob(part_name(self._job_id, self._parts), piece)
        with _part(self._runner):
            running = Job.objects.filter(pk=self._job_id, state=JobState.RUNNING)
            if not running.select_for_update().exists():
                raise JobStopped
            JobPart.objects.create(job_id=self._job_id, number=self._parts, sealed=sealed)
        self._parts += 1


def _take(job_id: int, by: Actor) -> Job | None:
    """The job, running; what an earlier run wrote and did not finish is gone."""
    with _part(by):
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state not in AT_WORK:
            return None
        job.parts.all().delete()
        job.state = JobState.RUNNING
        job.save(update_fields=["state"])
        return job


def _asked(job: Job) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(open_blob(request_name(job.pk), bytes(job.request)))
    return said


def _finish(job_id: int, finished: Finished, owner: Actor, by: Actor) -> None:
    with _part(by):
        job = _still_running(job_id)
        if job is None:
            return
        job.state, job.ended_at, job.request = JobState.DONE, timezone.now(), b""
        job.outcome, job.file_name = dict(finished.outcome), finished.file_name
        job.kept_until = job.ended_at + KEPT
        job.save()
        tell("job", job.pk, {"state": str(job.state)}, action="jobs.end", in_name_of=owner)


def _fail(job_id: int, failure: str, by: Actor) -> None:
    with _part(by):
        job = _still_running(job_id)
        if job is not None:
            job.end(JobState.FAILED, failure)
            tell("job", job.pk, {"state": str(job.state)}, action="jobs.end")


def _still_running(job_id: int) -> Job | None:
    """The job, locked; None where it was called back in the last moment."""
    return Job.objects.select_for_update().filter(pk=job_id, state=JobState.RUNNING).first()
