"""How far long work has got: told to whoever waits, and kept on the batch for its page."""

from __future__ import annotations

from collections.abc import Callable

from bangfu.scope.actors import acting, background

from ..models import ImportBatch

#: Told what is being done, how much of it is done, and how much there is.
Report = Callable[[str, int, int], None]
WHOLE = 100


def silent(words: str, done: int, total: int) -> None:
    """Nobody waits."""


class Reporting:
    """Percent of a batch, written in a transaction of its own unless the caller has one open."""

    def __init__(self, batch_id: int, report: Report) -> None:
        self._batch_id = batch_id
        self._report = report

    def __call__(self, words: str, percent: int) -> None:
        with acting(background()):
            batch = ImportBatch.objects.filter(pk=self._batch_id)
            batch.update(progress_done=percent, progress_total=WHOLE)
        self._report(words, percent, WHOLE)
