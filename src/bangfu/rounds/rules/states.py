"""Every step of a round: from which states, to which, who may take it and who may not.

States and roles are the values of `rounds.enums.RoundState` and `scope.enums.Role`. The database
guards the same moves (`guards/round.sql`): a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bangfu.kernel.phrases import mark, phrase

PLANNER, DECIDER = "planned_by_id", "decided_by_id"


@dataclass(frozen=True)
class Step:
    """Attributes:
    source: what people call it; `title` says it in the reader's language.
    ends: the state afterwards; "" leaves it as it is.
    not_by: fields of the round whose person may not take this step (separation of duties).
    """

    name: str
    source: str
    starts: frozenset[str]
    ends: str
    roles: tuple[str, ...]
    not_by: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return phrase(self.source)


def _step(name: str, source: str, starts: str, ends: str, roles: str, *not_by: str) -> Step:
    return Step(name, source, frozenset(starts.split()), ends, tuple(roles.split()), not_by)


STEPS: Final = {
    step.name: step
    for step in (
        _step("decide", mark("登记联席会议决定"), "planned", "decided", "approver", PLANNER),
        _step("roster", mark("编制并锁定花名册"), "decided", "rostered", "fund_officer"),
        _step("release", mark("放款"), "rostered sent", "released", "releaser", PLANNER, DECIDER),
        _step(
            "export",
            mark("导出发放文件"),
            "released sent",
            "sent",
            "fund_officer releaser operator",
        ),
        _step("answer", mark("读入银行回单"), "sent", "", "fund_officer releaser operator"),
        _step("return", mark("处理退回和暂缓"), "released sent", "", "approver", PLANNER),
        _step("reconcile", mark("对账结清"), "sent", "reconciled", "fund_officer"),
        _step(
            "cancel",
            mark("取消批次"),
            "planned decided rostered",
            "cancelled",
            "fund_officer approver",
        ),
    )
}


def moves() -> set[tuple[str, str]]:
    """Every change of state that some step makes."""
    return {
        (start, step.ends)
        for step in STEPS.values()
        for start in step.starts
        if step.ends and step.ends != start
    }
