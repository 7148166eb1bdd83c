"""Decline a step that another union hands over; who asked takes it back so."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..handing_over import to_answer
from ..models import HandOver


@use_case(duties.DECLINE)
def decline_step(*, hand_over_id: int, reason: str, on: date, by: Actor) -> HandOver:
    """Raises NotPermitted, UnionNotYours, HandOverAnswered, HandOverOver, HandOver.DoesNotExist."""
    asked = to_answer(hand_over_id, on, by, giver_too=True)
    asked.answer, asked.answer_reason = "declined", reason
    asked.answered_by_user_id, asked.answered_on = by.officer_id, on
    asked.save(update_fields=["answer", "answer_reason", "answered_by_user_id", "answered_on"])
    tell("hand_over", asked.pk, {"union": asked.union.code})
    return asked
