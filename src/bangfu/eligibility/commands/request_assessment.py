"""Have the background decide anew whatever waits for it (待重算).

Deferred by the task's name, for tasks lie above commands; the job exists only if the running
transaction commits, and waits at most once.
"""

from __future__ import annotations

from datetime import date

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bangfu.acts.frame import part_of_act, tell, use_case
from bangfu.jobs.enums import Lane
from bangfu.scope.actors import Actor

from .. import duties
from ..queries.determinations import is_current

REASSESS = "bangfu.eligibility.tasks.reassess"
WAITS = """
select (exists (select from eligibility_mark)
        or exists (select from eligibility_redecision where done_at is null))
  and not exists (select from procrastinate_jobs j
                  where j.task_name = %s and j.status in ('todo', 'doing'))
"""


@use_case(duties.REQUEST)
def request_reassessment(*, by: Actor) -> None:
    """The 立即重算 of a page. Raises NotPermitted."""
    reassess_soon()
    tell("register", "stale")


@use_case(duties.ASSESS, silent="the log tells when it is decided")
def reassess_what_waits(*, by: Actor) -> None:
    """Have decided anew whatever waits, unless the queue holds that already."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS, [REASSESS])
        (waits,) = cursor.fetchone()
    if waits:
        reassess_soon()


def reassess_soon() -> None:
    """Have the background decide anew what a merge, a standard or an adoption left a mark on."""
    try:
        _defer()
    except AlreadyEnqueued:
        return


@part_of_act
def _defer() -> None:
    small = Lane.SMALL.value  # it leaves the worker again after a while
    app.configure_task(REASSESS, queueing_lock="reassess", lock="assessing", queue=small).defer()


def ensure_current(day: date) -> bool:
    """Whether nothing waits to be decided anew for that day; else the background is asked to."""
    if is_current(day):
        return True
    reassess_soon()
    return False
