"""Find that nothing more is to be done of a number that was brought in vain: it stays with the file that has it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.acts.refusals import refused_as
from bangfu.kernel.phrases import phrase
from bangfu.registry.commands.kept_met import put_away
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import BroughtByTheSettler, NothingShared, SettlementReasonMissing
from ._moving import checked_text

PUT_AWAY = "casework.put_away_met"


@use_case(duties.SETTLE_OVERLAP)
def put_away_met(*, met_id: int, reason: str, on: date, by: Actor) -> None:
    """For good; brought once more, it waits once more.

    Raises:
        NotPermitted, SettlementReasonMissing, TextTooLong.
        NothingShared: the actor does not see both sides, or somebody was first.
        BroughtByTheSettler: the actor brought it, or recorded the file that has it.
    """
    reason = checked_text(reason, phrase("理由"), SettlementReasonMissing)
    with refused_as({"met_put_away_by_another": BroughtByTheSettler}):
        written = put_away(met_id, reason, on, by)
    if not written:
        raise NothingShared
    tell("met", met_id, {"day": str(on)}, action=PUT_AWAY)
