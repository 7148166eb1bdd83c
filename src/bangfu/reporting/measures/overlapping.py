"""Persons and cards that stand in several files, or were brought for a second one, and wait to be settled."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.acts.roles import holds
from bangfu.casework import duties
from bangfu.casework.queries import open_overlaps
from bangfu.kernel.phrases import mark
from bangfu.registry.queries.met_elsewhere import open_met
from bangfu.scope.actors import Actor

from .declared import Asked, Counting, Measure, Part, Unit

OPEN = Measure(
    "tasks.overlaps",
    mark("重复待核实处数"),
    Unit.OVERLAPS,
    mark(
        "同一人或同一张卡在两份档案里、还没有处理的，以及因已在别处建档而没有入库的，一处算一次；负责处理重复的人可以办理。"
    ),
    mark("岗位职责：各岗位当日可以办理的事项"),
    mine=True,
)


def parts(asked: Asked, actor: Actor) -> Iterator[Part]:
    """Nothing waits for who may not settle it."""
    if holds(actor, duties.SETTLE_OVERLAP):
        in_vain = open_met(actor, asked.day)
        yield Part({}, (len(open_overlaps(actor, asked.day)) + len(in_vain),))


COUNTING = Counting((OPEN,), parts)
