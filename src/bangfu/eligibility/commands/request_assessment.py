"""Have the background assess: a day that has none yet, or what has become stale.

Deferred by the task's name, for tasks lie above commands; the job exists only if the running
transaction commits, and waits at most once.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor

from ..models import AssessedDay
from .assess_day import MACHINE, OFFICERS

REASSESS = "bangfu.eligibility.tasks.reassess"
ASSESS = "bangfu.eligibility.tasks.assess"


@transaction.atomic
def request_reassessment(*, by: Actor) -> None:
    """The 立即重算 of a page. Raises NotPermitted."""
    by.require(*MACHINE, *OFFICERS)
    reassess_soon()
    record(by, "eligibility.request", "register", "stale")


def reassess_soon() -> None:
    """After a merge, a new standard or an adoption: whatever they made stale is decided anew."""
    _defer(REASSESS, "reassess")


def ensure_assessed(day: date) -> bool:
    """Have the day assessed unless it is. Returns whether it is already."""
    if AssessedDay.objects.filter(day=day).exists():
        return True
    _defer(ASSESS, f"assess:{day}", day=str(day))
    return False


def _defer(task: str, waiting: str, **arguments: str) -> None:
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=waiting, lock="assessing").defer(**arguments)
    except AlreadyEnqueued:
        return
