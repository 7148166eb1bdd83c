"""Confirm an import and have the background merge it: the one exists only with the other."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from .confirm_merge import confirm_merge
from .queue_merge import queue_merge


@use_case(duties.CONFIRM, silent="confirming tells it")
def request_merge(*, batch_id: int, reading: int, on: date, by: Actor) -> None:
    """A second time changes nothing. Raises what `confirm_merge` raises."""
    queue_merge(confirm_merge(batch_id=batch_id, reading=reading, on=on, by=by))
