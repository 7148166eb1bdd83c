"""Record what the joint meeting (联席会议) decided, and reserve the money it decided on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from ..enums import RoundState
from ..errors import BadDecision, BadMeetingDay
from ..models import Round
from .steps import a_person, begin, move_on


@transaction.atomic
def decide_round(
    *,
    round_id: int,
    version: int | None,
    minutes_no: str,
    met_on: date,
    decision: str,
    total_fen: int,
    on: date,
    by: Actor,
) -> Round:
    """By an approver who did not plan it.

    Args:
        minutes_no: number of the meeting's minutes.
        met_on: neither before the fund was opened nor after `on`, today.
        total_fen: the most that the round may cost.

    Raises:
        BadDecision, BadMeetingDay, FundOverdrawn, TooMuch, SamePerson, StaleRound, NotPermitted
    """
    found = begin("decide", round_id, version, by, done_by="decided_by_id")
    _refuse_unclear(minutes_no, decision, total_fen)
    _refuse_meeting_day(met_on, found.fund.opened_on, on)
    found.minutes_no, found.met_on, found.decision = trim(minutes_no), met_on, trim(decision)
    found.decided_total_fen, found.decided_by_id = total_fen, a_person(by)
    reserve = Posting(
        found.fund_id, Movement.RESERVE, total_fen, f"round:{found.pk}:reserve", found.minutes_no
    )
    post_transfers([reserve], day=on, by=by)
    move_on(found, RoundState.DECIDED)
    detail = {"total_fen": total_fen, "met_on": str(met_on)}
    record(by, "rounds.decide", "round", found.pk, detail)
    return found


def _refuse_unclear(minutes_no: str, decision: str, total_fen: int) -> None:
    if not trim(minutes_no) or not trim(decision):
        raise BadDecision(phrase("会议纪要号和决定内容都要填写"))
    if total_fen <= 0:
        raise BadDecision(phrase("决定总额须大于零"))


def _refuse_meeting_day(met_on: date, opened_on: date, on: date) -> None:
    if met_on > on:
        raise BadMeetingDay(phrase("会议日期 {met_on} 晚于今天 {on}", met_on=met_on, on=on))
    if met_on < opened_on:
        said = phrase(
            "会议日期 {met_on} 早于资金的设立日期 {opened_on}",
            met_on=met_on,
            opened_on=opened_on,
        )
        raise BadMeetingDay(said)
