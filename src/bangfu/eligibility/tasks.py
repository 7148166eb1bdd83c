"""Background entry points; idempotent, for they may run more than once.

A queue keeps the names of its tasks: a job of a version that assessed each day anew may still wait
under the old name.
"""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from bangfu.jobs.retrying import UNTIL_IT_IS_BACK
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.queries import today
from bangfu.scope.actors import background

from .commands import request_assessment as asking
from .commands.redecide import redecide_a_while

log = logging.getLogger("bangfu.eligibility")


@app.task(
    name="bangfu.eligibility.tasks.reassess",
    aliases=["bangfu.eligibility.tasks.assess"],
    retry=UNTIL_IT_IS_BACK,
)
def reassess(day: str = "") -> None:
    """`day` is what a job of the old name brings; whatever waits is decided for all days.

    A file that no rule can judge waits until it is mended, and its page says so: no other try helps.
    """
    try:
        redecide_a_while(on=today(), by=background())
    except BangfuError as error:
        log.warning("not all decided anew: %s", type(error).__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="reassess_what_waits")
def reassess_what_waits(timestamp: int) -> None:
    """Whoever left a mark and was killed before asking for it, or asked for what was then given up."""
    asking.reassess_what_waits(by=background())
