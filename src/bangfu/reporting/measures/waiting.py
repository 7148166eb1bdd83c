"""Cases and reviews that wait for an officer's step."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.casework.queries import work_list
from bangfu.kernel.phrases import mark
from bangfu.scope.actors import Actor

from .declared import Asked, Counting, Dimension, Key, Measure, Part, Unit

SOURCE = mark("岗位职责：各岗位当日可以办理的事项；办理时限见标准与参数")
BY = frozenset({Dimension.TASK})
CASES = Measure(
    "tasks.cases",
    mark("待办件数"),
    Unit.CASES,
    mark("等着这位工作人员办理的认定审批、异议和复核，按事项分列；每个事项数到一千为止。"),
    SOURCE,
    BY,
    mine=True,
)
OVERDUE = Measure(
    "tasks.overdue",
    mark("超期件数"),
    Unit.CASES,
    mark("待办件中超过办理时限的；没有规定时限的事项不算超期。"),
    SOURCE,
    BY,
    mine=True,
)


def parts(asked: Asked, actor: Actor) -> Iterator[Part]:
    wanted = asked.within.get(Dimension.TASK)
    for work in work_list(actor, asked.day):
        if wanted in (None, work.tab.value):
            yield Part({Dimension.TASK: Key(work.tab.value, work.kind)}, (work.count, work.overdue))


COUNTING = Counting((CASES, OVERDUE), parts)
