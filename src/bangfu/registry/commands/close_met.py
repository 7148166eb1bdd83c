"""Close the pairs of numbers that were brought in vain once, and that the bringing union has by now.

Whatever brought them, an import, a change or a move: so it is asked now and then, in the background, and not
by each of these. Until then the list leaves them out by itself.
"""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import act, long_work, nothing_changed, tell_each
from bangfu.scope.actors import Actor

from .. import duties
from ..met_models import OPEN, MetElsewhere
from ..queries.met_elsewhere import accepted_among

AT_ONCE = 1_000


@long_work(duties.CLOSE_MET)
def close_met(*, on: date, by: Actor) -> int:
    """Some at a time, so that it may be killed anywhere and run again. Returns how many were closed."""
    closed, last = 0, 0
    while True:
        some, last = _close_some(last, on, by)
        closed += some
        if not last:
            return closed


def _close_some(after: int, on: date, by: Actor) -> tuple[int, int]:
    """How many of the next were closed, and the last of them; 0 where there are no more."""
    with act(duties.CLOSE_MET, by):
        rows = MetElsewhere.objects.filter(OPEN, pk__gt=after).order_by("pk")
        waiting = list(rows.select_related("union__parent", "secret")[:AT_ONCE])
        accepted = accepted_among(waiting, by, on)
        MetElsewhere.objects.filter(OPEN, pk__in=accepted).update(accepted_on=on)
        tell_each("met", ((each, {"day": str(on)}) for each in sorted(accepted)))
        if not accepted:
            nothing_changed()
        return len(accepted), waiting[-1].pk if waiting else 0
