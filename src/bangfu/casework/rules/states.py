"""The one table of states: who may move a case from where to where, and on what conditions.

Commands obey it, pages offer buttons from it, the database repeats its pairs (`guards/case.sql`),
the reference prints it (docs/reference/states.md). Pure: the day and who acts are parameters.

Source: the procedure of 总工办发〔2016〕36号 and local texts (posting of at least five working days, a
file that falls short goes back with reasons); separation of duties is this program's own, and said
in `acts.incompatible`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bangfu.acts.incompatible import BRINGING, apart_from
from bangfu.kernel import states
from bangfu.kernel.phrases import mark
from bangfu.kernel.states import Bar, BarKind, Doer, Table
from bangfu.kernel.words import Word
from bangfu.registry.rules.overlaps import OverlapKind

from .. import duties
from ..enums import Act, CaseState


class Condition(Word):
    """What must hold besides state, duty and person."""

    QUALIFIES = "qualifies", mark("当天认定结果符合条件、无待核实和待重算项目，且没有在办申请")
    NOTHING_SHARED = "nothing_shared", mark("没有人、没有银行卡同时在另一份档案中，或已处理")
    FACTS_UNCHANGED = "facts_unchanged", mark("提交后档案、标准和规则没有变化")
    PERIOD_ENDED = "period_ended", mark("公示期已满（自公示期最后一天的次日起）")
    OBJECTIONS_ANSWERED = "objections_answered", mark("全部异议已答复")
    CLASS_MOVED = (
        "class_moved",
        mark("当日类别与批准的不同，仍符合条件，未过复核期限，没有在办申请"),
    )
    PROPOSED = "proposed", mark("已有人提议调整")
    NOT_PROPOSED = "not_proposed", mark("还没有人提议调整")


class Facts(StrEnum):
    """Whether what a case stands on is still what the file says."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    STALE = "stale"  # 待重算: not known until assessed again


@dataclass(frozen=True)
class CaseStanding:
    """What of a case decides whether it may move.

    Attributes:
        done: duty → the users who had it for this case; `BRINGING` for who brought in what it stands on.
        posting_ends: the last day of posting; None before it is posted.
        open_objections: how many wait for an answer.
        shared: what its file has in common with another, not settled, that blocks it.
        class_moved: the approval stands, and the class of the day is another that qualifies.
        proposed: somebody proposed to adjust it, and nobody has decided.
    """

    state: CaseState
    done: Mapping[str, Collection[int]] = field(default_factory=dict)
    posting_ends: date | None = None
    open_objections: int = 0
    facts: Facts = Facts.UNCHANGED
    shared: Collection[OverlapKind] = ()
    class_moved: bool = False
    proposed: bool = False


class Hindrance(Word):
    """Why a case may not move now; the label says what to do."""

    WRONG_STATE = "wrong_state", mark("当前状态不能办理这一步，请刷新后查看")
    WRONG_DUTY = "wrong_duty", mark("这一步不由您当前的身份办理")
    SAME_SUBMITTER = "same_submitter", mark("提交人不能办理这一步，请由其他人员办理")
    SAME_BRINGER = (
        "same_bringer",
        mark("录入或导入这户资料的人不能审核和审批，请由其他人员办理"),
    )
    SAME_POSTER = "same_poster", mark("公示经办人不能再审批，请由其他人员办理")
    SAME_CHECKER = "same_checker", mark("审核人不能再审批，请由其他人员办理")
    SAME_PERSON = "same_person", mark("经办过这件申请的人不能办理这一步，请由其他人员办理")
    PERIOD_RUNNING = "period_running", mark("公示期未满，请在公示期满次日起办理")
    OBJECTIONS_OPEN = "objections_open", mark("还有异议没有答复，请先答复")
    FACTS_CHANGED = "facts_changed", mark("提交后档案或标准已有变化，请退回，重新认定后再提交")
    FACTS_STALE = "facts_stale", mark("待重算，请等重新认定后再办理")
    SHARED_PERSON = "shared_person", mark("家中有人同时在另一份档案中，须先处理（见档案）")
    SHARED_CARD = "shared_card", mark("银行卡同时登记在另一份档案中，须先处理（见档案）")
    CLASS_SAME = "class_same", mark("没有可以调整的类别变动，请刷新后查看")
    NOT_PROPOSED = "not_proposed", mark("还没有人提议调整，请先由审核员提议")
    PROPOSED_ALREADY = "proposed_already", mark("已经提议过，请等审批人决定")
    SAME_PROPOSER = "same_proposer", mark("提议人不能决定，请由其他人员办理")


Move = states.Move[Act, CaseState, Condition]
S = CaseState
AFTER_POSTING = (Condition.PERIOD_ENDED, Condition.OBJECTIONS_ANSWERED)
SETTLED = (Condition.NOTHING_SHARED,)
UNCHANGED = (Condition.FACTS_UNCHANGED, *SETTLED)
BACK = duties.RETURN.code

#: Approved, returned and refused are ends: whoever applies again begins a new case. Of an approval that
#: stands, the class alone may be adjusted to the one that its household is in by now.
TABLE: Table[Act, CaseState, Condition] = Table(
    Move(
        Act.SUBMIT,
        None,
        S.SUBMITTED,
        duties.SUBMIT.code,
        conditions=(Condition.QUALIFIES, *SETTLED),
    ),
    Move(Act.CHECK, S.SUBMITTED, S.CHECKED, duties.CHECK.code, conditions=SETTLED),
    Move(Act.RETURN, S.SUBMITTED, S.RETURNED, BACK, reason=True),
    Move(Act.POST, S.CHECKED, S.POSTED, duties.POST.code, conditions=UNCHANGED),
    Move(Act.RETURN, S.CHECKED, S.RETURNED, BACK, reason=True),
    Move(Act.APPROVE, S.POSTED, S.APPROVED, duties.APPROVE.code, False, AFTER_POSTING + UNCHANGED),
    Move(Act.REFUSE, S.POSTED, S.REFUSED, duties.REFUSE.code, True, AFTER_POSTING),
    Move(Act.RETURN, S.POSTED, S.RETURNED, duties.RETURN_POSTED.code, True, AFTER_POSTING),
    Move(
        Act.PROPOSE,
        S.APPROVED,
        S.APPROVED,
        duties.PROPOSE.code,
        True,
        (Condition.CLASS_MOVED, Condition.NOT_PROPOSED),
    ),
    Move(
        Act.ADJUST,
        S.APPROVED,
        S.APPROVED,
        duties.ADJUST.code,
        True,
        (Condition.CLASS_MOVED, Condition.PROPOSED),
    ),
    Move(Act.UPHOLD, S.POSTED, S.RETURNED, duties.ANSWER_OBJECTION.code, True),
)
LIVE = frozenset({S.SUBMITTED, S.CHECKED, S.POSTED})
ENDS = frozenset(CaseState) - LIVE
EARLIER = {
    BRINGING: Hindrance.SAME_BRINGER,
    duties.SUBMIT.code: Hindrance.SAME_SUBMITTER,
    duties.CHECK.code: Hindrance.SAME_CHECKER,
    duties.POST.code: Hindrance.SAME_POSTER,
    duties.PROPOSE.code: Hindrance.SAME_PROPOSER,
}
SHARING = {
    OverlapKind.PERSON: Hindrance.SHARED_PERSON,
    OverlapKind.CARD: Hindrance.SHARED_CARD,
}
OF_PERSONS = frozenset({*EARLIER.values(), Hindrance.SAME_PERSON})


def offered_from(origin: CaseState, held: Collection[str]) -> tuple[Move, ...]:
    """The moves from a state that these duties allow. Upholding is not offered: the answer to an
    objection brings it.
    """
    moves = TABLE.moves_from(origin)
    return tuple(move for move in moves if move.duty in held and move.act != Act.UPHOLD)


def hindrances(act: Act, standing: CaseStanding, doer: Doer, on: date) -> tuple[Hindrance, ...]:
    """What speaks against the move: state or duty alone, else persons, then conditions."""
    move = TABLE.move(act, standing.state)
    barred = states.bars(move, doer, standing.done, apart_from)
    told = dict.fromkeys(_told(bar) for bar in barred)
    if move is None or move.duty not in doer.duties:
        return tuple(told)
    return (*told, *_unmet(move.conditions, standing, on))


def _told(bar: Bar) -> Hindrance:
    if bar.kind is BarKind.SAME_PERSON:
        return EARLIER.get(bar.duty, Hindrance.SAME_PERSON)
    return Hindrance(bar.kind.value)


def _unmet(
    conditions: tuple[Condition, ...], standing: CaseStanding, on: date
) -> Iterable[Hindrance]:
    ended = standing.posting_ends is not None and on > standing.posting_ends
    if Condition.PERIOD_ENDED in conditions and not ended:
        yield Hindrance.PERIOD_RUNNING
    if Condition.OBJECTIONS_ANSWERED in conditions and standing.open_objections:
        yield Hindrance.OBJECTIONS_OPEN
    if Condition.FACTS_UNCHANGED in conditions and standing.facts != Facts.UNCHANGED:
        stale = standing.facts == Facts.STALE
        yield Hindrance.FACTS_STALE if stale else Hindrance.FACTS_CHANGED
    if Condition.NOTHING_SHARED in conditions:
        yield from (why for kind, why in SHARING.items() if kind in standing.shared)
    yield from _of_the_class(conditions, standing)


def _of_the_class(conditions: tuple[Condition, ...], standing: CaseStanding) -> Iterable[Hindrance]:
    if Condition.CLASS_MOVED in conditions and not standing.class_moved:
        yield Hindrance.CLASS_SAME
    if Condition.PROPOSED in conditions and not standing.proposed:
        yield Hindrance.NOT_PROPOSED
    if Condition.NOT_PROPOSED in conditions and standing.proposed:
        yield Hindrance.PROPOSED_ALREADY
