"""How every task is tried again: as long as the database is away, and no task by a rule of its own."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

FIRST, LONGEST = 3, 60  # seconds
#: Of SQLSTATE: the database's limits (class 54), a statement that was cancelled. The task itself is at fault.
OF_THE_TASK = ("54", "57014")
#: A task whose worker has died so often is itself what kills it.
MOST_TRIES = 25


class UntilItIsBack(BaseRetryStrategy):
    """After what is of the database's state (away, restarted, its disk full) and no fault of the task.

    Without an end: that it failed is written into the database, so it is there again by then, and what
    was asked for still waits. Other errors are told on what the task was about, and not tried again.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        state = getattr(exception.__cause__, "sqlstate", None) or ""
        if state.startswith(OF_THE_TASK):
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST * (job.attempts + 1), LONGEST)})


UNTIL_IT_IS_BACK = UntilItIsBack()
