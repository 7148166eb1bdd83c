"""Background entry points; idempotent, for they may run more than once.

A queue keeps the names of its tasks: those that waited when reading lay in `registry` and merging in
`eligibility` still ask for them by these names.
"""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from bangfu.jobs.retrying import UNTIL_IT_IS_BACK
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.queries import today
from bangfu.registry.commands import close_met as closing_met
from bangfu.scope.actors import background

from .commands import close_stuck as closing
from .commands import expire_batches as expiring
from .commands import forget_back as forgetting
from .commands import merge_batch as merging
from .commands import read_batch as reading

log = logging.getLogger("bangfu.intake")


@app.task(
    name="bangfu.intake.tasks.read_batch",
    aliases=["bangfu.registry.tasks.read_batch"],
    retry=UNTIL_IT_IS_BACK,
)
def read_batch(batch_id: int) -> None:
    """What can't be read is told on the batch; the job itself is done either way."""
    try:
        reading.read_batch(batch_id=batch_id, by=background())
    except BangfuError as error:
        log.warning("batch %s not read: %s", batch_id, type(error).__name__)


@app.task(
    name="bangfu.intake.tasks.merge_batch",
    aliases=["bangfu.eligibility.tasks.merge_batch"],
    retry=UNTIL_IT_IS_BACK,
)
def merge_batch(batch_id: int) -> None:
    """What can't be merged is told on the batch; the job itself is done either way."""
    try:
        merging.merge_batch(batch_id=batch_id, on=today(), by=background())
    except BangfuError as error:
        log.warning("batch %s not merged: %s", batch_id, type(error).__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="close_stuck")
def close_stuck(timestamp: int) -> None:
    closing.close_stuck(by=background())


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="forget_back")
def forget_back(timestamp: int) -> None:
    forgetting.forget_back(by=background())


@app.periodic(cron="47 * * * *")
@app.task(queueing_lock="close_met")
def close_met(timestamp: int) -> None:
    closing_met.close_met(on=today(), by=background())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="expire_batches")
def expire_batches(timestamp: int) -> None:
    expiring.expire_batches(by=background())
