"""Background entry points; idempotent, for they may run more than once."""

from __future__ import annotations

import logging
from datetime import date

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bangfu.kernel.errors import BangfuError
from bangfu.scope.actors import background

from .commands import merge_batch as merging
from .commands.assess_day import assess_day, reassess_stale

log = logging.getLogger("bangfu.eligibility")
DATABASE_AWAY = RetryStrategy(
    max_attempts=10, wait=3, retry_exceptions={OperationalError, InterfaceError}
)


@app.task(name="bangfu.eligibility.tasks.assess")
def assess(day: str) -> None:
    assess_day(day=date.fromisoformat(day), by=background())


@app.task(name="bangfu.eligibility.tasks.reassess")
def reassess() -> None:
    reassess_stale(by=background())


@app.task(name="bangfu.eligibility.tasks.merge_batch", retry=DATABASE_AWAY)
def merge_batch(batch_id: int) -> None:
    """What can't be merged is told on the batch; the job itself is done either way."""
    try:
        merging.merge_batch(batch_id=batch_id, by=background())
    except BangfuError as error:
        log.warning("batch %s not merged: %s", batch_id, type(error).__name__)
