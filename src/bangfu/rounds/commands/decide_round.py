"""Record what the joint meeting (联席会议) decided, and reserve the money it decided on."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import use_case
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import BadDecision, BadMeetingDay
from ..models import Round
from ..queries.earmark import planned_uses, refuse_broken_earmark
from ..rules.states import Act
from .steps import begin_step


@use_case(duties.DECIDE)
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
        minutes_no, decision: at most 80 and 400 characters.
        total_fen: the most that the round may cost; so much is reserved.

    Raises:
        BadDecision: no minutes, no decision, or nothing decided on.
        BadMeetingDay, EarmarkBroken, NotPermitted; as `begin_step`.
        FundOverdrawn, TooMuch: the fund does not hold the total; it is above any fund.
    """
    moving = begin_step(Act.DECIDE, round_id, version, on=on)
    (round_,) = moving.rows
    _refuse_unclear(minutes_no, decision, total_fen)
    _refuse_meeting_day(met_on, round_.fund.opened_on, on)
    refuse_broken_earmark(round_, planned_uses(round_, on))
    document = trim(minutes_no)
    key = f"round:{round_.pk}:reserve"
    reserve = Posting(round_.fund_id, Movement.RESERVE, total_fen, key, document)
    post_transfers([reserve], day=on, by=by)
    decided = {
        "minutes_no": document,
        "met_on": met_on,
        "decision": trim(decision),
        "decided_total_fen": total_fen,
        "decided_by_id": by.officer_id,
    }
    detail = {"total_fen": total_fen, "met_on": str(met_on)}
    moving.finish(decided, lambda _: detail)
    return round_


def _refuse_unclear(minutes_no: str, decision: str, total_fen: int) -> None:
    if not trim(minutes_no) or not trim(decision):
        raise BadDecision(phrase("会议纪要号和决定内容都要填写"))
    if total_fen <= 0:
        raise BadDecision(phrase("决定总额须大于零"))


def _refuse_meeting_day(met_on: date, opened_on: date, on: date) -> None:
    if met_on > on:
        raise BadMeetingDay(phrase("会议日期 {met_on} 晚于今天 {on}", met_on=met_on, on=on))
    if met_on < opened_on:
        reason = phrase(
            "会议日期 {met_on} 早于资金的设立日期 {opened_on}",
            met_on=met_on,
            opened_on=opened_on,
        )
        raise BadMeetingDay(reason)
