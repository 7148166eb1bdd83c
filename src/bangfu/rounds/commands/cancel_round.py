"""Give a round up before any money is released; what was reserved goes back to the fund."""

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
from ..errors import BadDecision
from ..models import Round
from .steps import begin, move_on

LONGEST_REASON = 200


@transaction.atomic
def cancel_round(*, round_id: int, version: int | None, reason: str, on: date, by: Actor) -> Round:
    """The reason stays with the round, not in the log: it may be personal.

    Raises:
        BadDecision, StaleRound, NotPermitted
    """
    found = begin("cancel", round_id, version, by)
    if not trim(reason):
        raise BadDecision(phrase("没有写取消的理由"))
    if found.decided_total_fen:
        posting = Posting(
            found.fund_id,
            Movement.UNRESERVE,
            found.decided_total_fen,
            f"round:{found.pk}:unreserve",
            found.minutes_no,
        )
        post_transfers([posting], day=on, by=by)
    found.cancel_reason = trim(reason)[:LONGEST_REASON]
    move_on(found, RoundState.CANCELLED)
    detail = {"reason_given": True, "unreserved_fen": found.decided_total_fen or 0}
    record(by, "rounds.cancel", "round", found.pk, detail)
    return found
