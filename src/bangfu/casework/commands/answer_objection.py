"""Answer an objection, by another than who took it down; upheld, it sends the case back."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act, CaseState, ObjectionOutcome
from ..errors import (
    AnsweredAlready,
    AnswerMissing,
    CasesNotFound,
    NotPosted,
    ReceiverMayNotAnswer,
)
from ..models import Case, Objection
from ._moving import LONGEST_TEXT, checked_text, move_cases
from .file_objection import lock_case


@use_case(duties.ANSWER_OBJECTION)
def answer_objection(
    *, objection_id: int, outcome: str, answer: str, on: date, by: Actor
) -> Objection:
    """Write the answer, once. The same answer by the same officer again changes nothing.

    Args:
        outcome: a value of `ObjectionOutcome`.
        answer: at most 400 characters; of an upheld objection also the reason of the return.

    Raises:
        NotPermitted, TextTooLong.
        AnswerMissing: no answer, or no known outcome.
        CasesNotFound: the objection is out of the actor's scope.
        ReceiverMayNotAnswer: the actor took the objection down.
        AnsweredAlready: another answer stands.
        NotPosted: the case has moved on.
    """
    answer = checked_text(answer, phrase("答复"), AnswerMissing)
    if outcome not in set(ObjectionOutcome):
        raise AnswerMissing
    objection = Objection.objects.visible_to(by).filter(id=objection_id).first()
    if objection is None:
        raise CasesNotFound(1)
    case = lock_case(objection.case_id, by)
    objection.refresh_from_db()
    if objection.outcome:
        return _answered_already(objection, outcome, answer, by)
    _refuse(objection, case, by)
    _write(objection, outcome, answer, on, by)
    if outcome == ObjectionOutcome.UPHELD:
        _send_back(case, answer, on)
    else:
        Case.objects.filter(id=case.id).update(version=F("version") + 1)
    return objection


def _answered_already(objection: Objection, outcome: str, answer: str, by: Actor) -> Objection:
    answered = (objection.outcome, objection.answer, objection.answered_by_id)
    if answered != (outcome, answer, by.user_id):
        raise AnsweredAlready
    nothing_changed()
    return objection


def _refuse(objection: Objection, case: Case, by: Actor) -> None:
    if objection.received_by_id == by.user_id:
        raise ReceiverMayNotAnswer
    if case.state != CaseState.POSTED:
        raise NotPosted(CaseState(case.state).label)


def _write(objection: Objection, outcome: str, answer: str, on: date, by: Actor) -> None:
    objection.outcome = outcome
    objection.answer = answer
    objection.answered_on = on
    objection.answered_by_id = by.officer_id
    objection.save(update_fields=["outcome", "answer", "answered_on", "answered_by_id"])
    tell("case", objection.case_id, {"objection": objection.id, "outcome": str(outcome)})


def _send_back(case: Case, answer: str, on: date) -> None:
    reason = phrase("异议成立：{answer}", answer=answer)[:LONGEST_TEXT]
    seen = {case.id: case.version}
    move_cases(Act.UPHOLD, seen, on=on, changes=lambda _: {}, reason=reason)
