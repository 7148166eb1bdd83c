"""Close a round: every award paid or given back, every sum equal to the ledger's."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PaymentState
from ..errors import NotSettled
from ..models import Payment, Round
from ..queries.at_stake import unused
from ..queries.check_money import check_round
from ..queries.due import due_awards
from ..queries.surpluses import undecided
from ..rules.states import Act
from .steps import begin_step


@use_case(duties.RECONCILE)
def reconcile_round(*, round_id: int, version: int | None, on: date, by: Actor) -> Round:
    """What the meeting decided and the roster did not need goes back to the fund.

    Raises:
        NotSettled: with what is still open, or where payments and ledger differ.
        NotPermitted; as `begin_step`.
    """
    moving = begin_step(Act.RECONCILE, round_id, version, on=on)
    (round_,) = moving.rows
    _refuse_open(round_, on)
    rest = unused(round_)
    if rest > 0:
        key, document = f"round:{round_.pk}:unreserve", round_.minutes_no
        post_transfers(
            [Posting(round_.fund_id, Movement.UNRESERVE, rest, key, document)], day=on, by=by
        )
    moving.write()
    if wrong := check_round(round_.pk):
        raise NotSettled(phrase("账目与发放记录不一致：") + "；".join(wrong))
    tell("round", round_.pk, {"unreserved_fen": rest})
    return round_


def _refuse_open(round_: Round, on: date) -> None:
    payments = Payment.objects.filter(award__round=round_)
    counts = (
        (payments.filter(state=PaymentState.RELEASED).count(), mark("{count} 笔还没有送银行")),
        (payments.filter(state=PaymentState.SENT).count(), mark("{count} 笔银行还没有回单")),
        (
            payments.filter(state=PaymentState.RETURNED).count(),
            mark("{count} 笔退回还没有处理决定"),
        ),
        (len(due_awards(round_, on)), mark("{count} 户暂缓或待重发")),
        (undecided().filter(round=round_).count(), mark("{count} 笔多退款还没有处理决定")),
    )
    open_ones = [phrase(text, count=count) for count, text in counts if count]
    if open_ones:
        raise NotSettled("、".join(open_ones))
