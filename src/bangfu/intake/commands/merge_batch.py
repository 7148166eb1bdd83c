"""Merge a confirmed import, then have decided anew what it left a mark on."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import long_work
from bangfu.eligibility.commands.request_assessment import reassess_soon
from bangfu.scope.actors import Actor

from .. import duties
from .merge_confirmed import merge_confirmed


@long_work(duties.MERGE_BATCH)
def merge_batch(*, batch_id: int, on: date, by: Actor) -> None:
    """May run again after a kill between the two. Raises what `merge_confirmed` raises."""
    merge_confirmed(batch_id=batch_id, on=on, by=by)
    reassess_soon()
