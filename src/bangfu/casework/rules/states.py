"""The one table of states: who may move a case from where to where, and on what conditions.

Commands obey it, pages offer buttons from it, the database repeats its pairs (`guards/case.sql`),
the manual prints it. Pure: the day and who acts are parameters.

Source: the procedure of 总工办发〔2016〕36号 and local texts (posting of at least five working days, a
file that falls short goes back with reasons); separation of duties is this program's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bangfu.kernel.phrases import mark

from ..enums import Act, CaseState, Word


class Duty(StrEnum):
    """The roles that move cases; the values are those of `scope.enums.Role`."""

    FILER = "filer"
    REVIEWER = "reviewer"
    APPROVER = "approver"


class Condition(Word):
    """What must hold besides state, duty and person."""

    QUALIFIES = "qualifies", mark("当天认定结果符合条件、无待核实和待重算项目，且没有在办申请")
    FACTS_UNCHANGED = "facts_unchanged", mark("提交后档案、标准和规则没有变化")
    PERIOD_ENDED = "period_ended", mark("公示期已满（自公示期最后一天的次日起）")
    OBJECTIONS_ANSWERED = "objections_answered", mark("全部异议已答复")


class Earlier(StrEnum):
    """An earlier step whose doer may not do the next."""

    SUBMITTER = "提交人"
    CHECKER = "审核人"


class Facts(StrEnum):
    """Whether what a case stands on is still what the file says."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    STALE = "stale"  # 待重算: not known until assessed again


@dataclass(frozen=True)
class Move:
    """One row of the table. `origin` None: there is no case yet."""

    act: Act
    origin: CaseState | None
    target: CaseState
    duties: frozenset[Duty]
    reason: bool = False
    not_by: tuple[Earlier, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What of a case decides whether it may move. `posting_ends` is the last day of posting."""

    state: CaseState
    submitted_by: int
    checked_by: int | None = None
    posting_ends: date | None = None
    open_objections: int = 0
    facts: Facts = Facts.UNCHANGED


class Hindrance(Word):
    """Why a case may not move now; the label says what to do."""

    WRONG_STATE = "wrong_state", mark("当前状态不能办理这一步，请刷新后查看")
    WRONG_DUTY = "wrong_duty", mark("这一步不由您当前的身份办理")
    SAME_SUBMITTER = "same_submitter", mark("提交人不能办理这一步，请由其他人员办理")
    SAME_CHECKER = "same_checker", mark("审核人不能再审批，请由其他人员办理")
    PERIOD_RUNNING = "period_running", mark("公示期未满，请在公示期满次日起办理")
    OBJECTIONS_OPEN = "objections_open", mark("还有异议没有答复，请先答复")
    FACTS_CHANGED = "facts_changed", mark("提交后档案或标准已有变化，请退回，重新认定后再提交")
    FACTS_STALE = "facts_stale", mark("待重算，请等重新认定后再办理")


FILER = frozenset({Duty.FILER})
REVIEWER = frozenset({Duty.REVIEWER})
APPROVER = frozenset({Duty.APPROVER})
UPPER = REVIEWER | APPROVER
OTHERS = (Earlier.SUBMITTER, Earlier.CHECKER)
AFTER_POSTING = (Condition.PERIOD_ENDED, Condition.OBJECTIONS_ANSWERED)
UNCHANGED = (Condition.FACTS_UNCHANGED,)
S = CaseState

#: Approved, returned and refused are ends: whoever applies again begins a new case.
MOVES: tuple[Move, ...] = (
    Move(Act.SUBMIT, None, S.SUBMITTED, FILER, conditions=(Condition.QUALIFIES,)),
    Move(Act.CHECK, S.SUBMITTED, S.CHECKED, REVIEWER, not_by=(Earlier.SUBMITTER,)),
    Move(Act.RETURN, S.SUBMITTED, S.RETURNED, UPPER, reason=True),
    Move(Act.POST, S.CHECKED, S.POSTED, REVIEWER, conditions=UNCHANGED),
    Move(Act.RETURN, S.CHECKED, S.RETURNED, UPPER, reason=True),
    Move(
        Act.APPROVE,
        S.POSTED,
        S.APPROVED,
        APPROVER,
        not_by=OTHERS,
        conditions=AFTER_POSTING + UNCHANGED,
    ),
    Move(Act.REFUSE, S.POSTED, S.REFUSED, APPROVER, True, not_by=OTHERS, conditions=AFTER_POSTING),
    Move(Act.RETURN, S.POSTED, S.RETURNED, APPROVER, True, conditions=AFTER_POSTING),
    Move(Act.UPHOLD, S.POSTED, S.RETURNED, UPPER, reason=True),
)
LIVE = frozenset({S.SUBMITTED, S.CHECKED, S.POSTED})
ENDS = frozenset(CaseState) - LIVE
_BY_ACT = {(move.act, move.origin): move for move in MOVES}


def move_for(act: Act, origin: CaseState | None) -> Move | None:
    return _BY_ACT.get((act, origin))


def moves_from(origin: CaseState, duty: str) -> tuple[Move, ...]:
    """What a duty may do in a state; upholding comes with the answer to an objection, not here."""
    return tuple(
        move
        for move in MOVES
        if move.origin == origin and duty in move.duties and move.act != Act.UPHOLD
    )


def duties_of(act: Act) -> frozenset[Duty]:
    return frozenset(duty for move in MOVES if move.act == act for duty in move.duties)


def target_of(act: Act) -> CaseState:
    return next(move.target for move in MOVES if move.act == act)


def needs_reason(act: Act) -> bool:
    return any(move.reason for move in MOVES if move.act == act)


def hindrances(
    act: Act, standing: Standing, *, duty: str, user_id: int | None, on: date
) -> tuple[Hindrance, ...]:
    """Everything that speaks against the move, in the order an officer should hear it."""
    move = move_for(act, standing.state)
    if move is None:
        return (Hindrance.WRONG_STATE,)
    if duty not in move.duties:
        return (Hindrance.WRONG_DUTY,)
    return (*_persons(move, standing, user_id), *_unmet(move.conditions, standing, on))


def _persons(move: Move, standing: Standing, user_id: int | None) -> Iterable[Hindrance]:
    if Earlier.SUBMITTER in move.not_by and user_id == standing.submitted_by:
        yield Hindrance.SAME_SUBMITTER
    if Earlier.CHECKER in move.not_by and user_id == standing.checked_by:
        yield Hindrance.SAME_CHECKER


def _unmet(conditions: tuple[Condition, ...], standing: Standing, on: date) -> Iterable[Hindrance]:
    ended = standing.posting_ends is not None and on > standing.posting_ends
    if Condition.PERIOD_ENDED in conditions and not ended:
        yield Hindrance.PERIOD_RUNNING
    if Condition.OBJECTIONS_ANSWERED in conditions and standing.open_objections:
        yield Hindrance.OBJECTIONS_OPEN
    if Condition.FACTS_UNCHANGED in conditions and standing.facts != Facts.UNCHANGED:
        stale = standing.facts == Facts.STALE
        yield Hindrance.FACTS_STALE if stale else Hindrance.FACTS_CHANGED
