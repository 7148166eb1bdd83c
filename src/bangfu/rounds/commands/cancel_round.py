"""Give a round up before any money is released; what was reserved goes back to the fund."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import use_case
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import NoReason
from ..models import LONGEST_REASON, Round
from ..rules.states import Act
from .steps import begin_step


@use_case(duties.CANCEL)
def cancel_round(*, round_id: int, version: int | None, reason: str, on: date, by: Actor) -> Round:
    """The reason stays with the round, not in the log: it may be personal.

    Args:
        reason: why; what goes beyond 200 characters is cut off.

    Raises:
        NoReason, NotPermitted; as `begin_step`.
    """
    moving = begin_step(Act.CANCEL, round_id, version, on=on)
    (round_,) = moving.rows
    if not trim(reason):
        raise NoReason
    if round_.decided_total_fen:
        posting = Posting(
            round_.fund_id,
            Movement.UNRESERVE,
            round_.decided_total_fen,
            f"round:{round_.pk}:unreserve",
            round_.minutes_no,
        )
        post_transfers([posting], day=on, by=by)
    moving.reason = trim(reason)[:LONGEST_REASON]
    detail = {"reason_given": True, "unreserved_fen": round_.decided_total_fen or 0}
    moving.finish({"cancel_reason": moving.reason}, lambda _: detail)
    return round_
