"""Merge a confirmed import, then have decided anew what it made stale."""

from __future__ import annotations

from bangfu.eligibility.commands.request_assessment import ensure_assessed, reassess_soon
from bangfu.organisations.queries import today
from bangfu.scope.actors import Actor

from .merge_confirmed import merge_confirmed


def merge_batch(*, batch_id: int, by: Actor) -> None:
    """May run again after a kill between the two. Raises what `merge_confirmed` raises."""
    merge_confirmed(batch_id=batch_id, by=by)
    if ensure_assessed(today()):
        reassess_soon()
