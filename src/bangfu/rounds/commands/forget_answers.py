"""Delete the answers that nobody took in or put away within their term."""

from __future__ import annotations

from django.utils import timezone

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import WaitingAnswer


@use_case(duties.FORGET_ANSWERS, silent="only where there is something to forget is it told")
def forget_answers(*, by: Actor) -> int:
    """Those whose term is over, and a line in the log for each round. Returns how many files."""
    over = WaitingAnswer.objects.filter(kept_until__lte=timezone.now())
    rounds = list(over.values_list("round_id", flat=True))
    over.delete()
    for round_id in sorted(set(rounds)):
        tell("round", round_id, {"count": rounds.count(round_id)})
    return len(rounds)
