"""Background entry points; idempotent, for they may run more than once."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from bangfu.kernel.errors import BangfuError
from bangfu.scope.actors import background

from .commands import read_batch as command

log = logging.getLogger("bangfu.registry")


@app.task(name="bangfu.registry.tasks.read_batch")
def read_batch(batch_id: int) -> None:
    """What can't be read is told on the batch; the job itself is done either way."""
    try:
        command.read_batch(batch_id=batch_id, by=background())
    except BangfuError as error:
        log.warning("batch %s not read: %s", batch_id, type(error).__name__)
