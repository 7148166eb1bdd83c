"""How far long work has got: told to whoever waits, and kept on the batch for its page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from bangfu.acts.frame import act
from bangfu.scope.actors import background

from .. import duties
from ..enums import Stage
from ..models import ImportBatch

#: Told what is being done, how much of it is done, and how much there is.
Report = Callable[[Stage, int, int], None]
PAUSE = 0.3  # seconds; a page asks once a second


def silent(step: Stage, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def kept_on(batch_id: int, report: Report) -> Iterator[Report]:
    """A report that also writes to the batch, over a connection of its own (a thread's): so pages
    see it while the work's own transaction is still open.
    """
    with ThreadPoolExecutor(1) as aside:
        try:
            yield _Kept(batch_id, report, aside)
        finally:
            aside.submit(_close).result()


class _Kept:
    def __init__(self, batch_id: int, report: Report, aside: ThreadPoolExecutor) -> None:
        self._batch_id, self._report, self._aside = batch_id, report, aside
        self._last: tuple[Stage | None, float] = (None, 0.0)

    def __call__(self, step: Stage, done: int, total: int) -> None:
        self._report(step, done, total)
        before, at = self._last
        if step is before and done < total and time.monotonic() - at < PAUSE:
            return
        self._last = (step, time.monotonic())
        self._aside.submit(_keep, self._batch_id, step, done, total).result()


def _close() -> None:
    connection.close()  # the one of the thread that calls


def _keep(batch_id: int, step: Stage, done: int, total: int) -> None:
    """A batch that somebody is just changing is passed over: a number is not worth waiting for."""
    with act(duties.READ_BATCH, background(), silent="how far it is, is no act"):
        batches = ImportBatch.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        if batches.filter(pk=batch_id).exists():
            ImportBatch.objects.filter(pk=batch_id).update(
                step=step, progress_done=done, progress_total=total
            )
