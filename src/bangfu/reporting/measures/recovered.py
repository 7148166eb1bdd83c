"""Aid that came back by decision (追回)."""

from __future__ import annotations

from django.db.models import Sum, Value

from bangfu.kernel.phrases import mark
from bangfu.rounds.enums import ClaimOutcome, PaymentState
from bangfu.rounds.models import ClaimEnd
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_query

from .declared import Asked, Counting, Measure, Part, Unit

FEN = Measure(
    "recovered.fen",
    mark("本年追回金额"),
    Unit.FEN,
    mark("自当年一月一日至当日，经决定追回并已收到的金额；银行整笔退回的不算追回。"),
    mark("错发、多发的帮扶资金经决定追回，原路入账"),
)


def parts(asked: Asked, actor: Actor) -> list[Part]:
    """One sum. What the bank sent back whole is none of it."""
    came = ClaimEnd.objects.lying_with(actor).filter(
        outcome=ClaimOutcome.RECOVERED,
        recovery__payment__state=PaymentState.PAID,
        day__year=asked.day.year,
        day__lte=asked.day,
    )
    # One sum, as `aggregate` would ask for it; that asks at once, and is planned anew each time.
    rows = prepared_query(came.order_by().values(all=Value(1)).annotate(fen=Sum("amount_fen")))
    return [Part({}, (int(fen or 0),)) for _all, fen in rows]


COUNTING = Counting((FEN,), parts)
