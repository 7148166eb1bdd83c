"""What waits for an officer, by their duties: the figures of 我的待办."""

from __future__ import annotations

from collections.abc import Iterator

from bangfu.acts.roles import holds
from bangfu.casework import duties
from bangfu.casework.queries import count_submittable
from bangfu.casework.queries.overlaps import held_up_now, to_correct
from bangfu.kernel.phrases import mark
from bangfu.scope.actors import Actor

from .declared import Asked, Counting, Measure, Part, Unit

SOURCE = mark("岗位职责：各岗位当日可以办理的事项")
SUBMITTABLE = Measure(
    "tasks.submittable",
    mark("可以提交认定户数"),
    Unit.HOUSEHOLDS,
    mark(
        "当日认定符合条件、没有在办申请、没有与另一份档案重复而未处理的家庭；负责提交的人可以办理。"
    ),
    SOURCE,
    mine=True,
)
TO_CORRECT = Measure(
    "tasks.to_correct",
    mark("待改正档案户数"),
    Unit.HOUSEHOLDS,
    mark("经核实，家中的人或卡属于另一份档案的家庭；负责提交的人应当改正档案。"),
    SOURCE,
    mine=True,
)


def parts(asked: Asked, actor: Actor) -> Iterator[Part]:
    """Nothing waits for who may not submit."""
    if not holds(actor, duties.SUBMIT):
        return
    held_up = held_up_now(actor, asked.day)
    ready = count_submittable(actor, asked.day, held_up=held_up)
    yield Part({}, (ready, len(to_correct(held_up))))


COUNTING = Counting((SUBMITTABLE, TO_CORRECT), parts)
