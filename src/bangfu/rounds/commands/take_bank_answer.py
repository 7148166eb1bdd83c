"""Take in a bank's answer: all of it or nothing, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from bangfu.acts.frame import nothing_changed, use_case
from bangfu.documents.spreadsheets import Sheet
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import squeeze
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PaymentState, RoundState
from ..models import BankAnswer, Payment, Round
from ..queries.reading_answers import PaidLine, digest_of, fresh_of, lines_of, sent_of
from ..rules.states import Act
from .steps import begin_step
from .take_sent_back import take_sent_back

MOST_TOLD, LONGEST_TOLD = 10, 400  # late returns named in an event's reason, and its characters
APPLY = """
update rounds_payment p set state = said.state, bank_reason = said.reason, answered_on = %(on)s
from unnest(%(references)s::text[], %(states)s::text[], %(reasons)s::text[])
       as said(reference, state, reason)
where p.reference = said.reference
  and (p.state = 'sent' or p.state = 'paid' and said.state = 'returned')
"""


@dataclass(frozen=True)
class Taken:
    """What a bank's file answered, in payments.

    `new` is False when this very file was taken in before. `paid` and `returned` count the file's
    lines, those that an earlier file had answered alike included. `waiting` payments were sent and
    have no answer yet: another file's, or the file was cut short.
    `surplus_fen` had been recovered before and came once more: it waits for a decision.
    """

    new: bool
    paid: int
    returned: int
    waiting: int
    paid_fen: int = 0
    returned_fen: int = 0
    surplus_fen: int = 0


@use_case(duties.TAKE_ANSWER, numbers_in=("sheets",))
def take_bank_answer(
    *,
    round_id: int,
    sheets: Sequence[Sheet],
    version: int | None,
    on: date,
    by: Actor,
    bank: str = "",
) -> Taken:
    """Clearing to paid for what arrived, clearing to returned for what came back.

    What comes back on a day after it arrived is claimed back and recovered at once: the money is
    available, and the payment waits for a decision like any return. That opens a reconciled round
    again. Of what was claimed back by decision before, only the rest is claimed: see `take_sent_back`. The same content a second time changes nothing, be it as another kind of file.

    Args:
        sheets: of the file; the first that holds an answer counts.
        bank: as the union calls it; its own words are remembered by this name.

    Raises:
        AnswerUnclear: the bank's words must be explained first; nothing was taken.
        AnswerRefused: nothing was taken; it lists every row at fault.
        SamePerson: the actor decided to claim back what the bank sends back.
        NotPermitted; as `begin_step`.
    """
    moving = begin_step(_act(round_id, by), round_id, version, on=on)
    (round_,) = moving.rows
    digest = digest_of(sheets)
    if earlier := BankAnswer.objects.filter(round=round_, digest=digest).first():
        nothing_changed()
        return _taken(False, earlier)
    sent = sent_of(round_, on, hold=True)
    fresh = fresh_of(lines_of(round_, bank, sheets, sent)[0], sent)
    late = [line for line in fresh if line.late]
    if round_.state == RoundState.RECONCILED and not late:
        nothing_changed()
        return Taken(False, 0, 0, 0)
    postings = [posting for line in fresh for posting in _postings(round_, line)]
    post_transfers(postings, day=on, by=by)  # first: the database looks for what a state says
    _apply(fresh, on)
    take_sent_back(round_, [line.reference for line in late if line.claimed.claimed], on=on, by=by)
    answer = _keep(round_, squeeze(bank), fresh, digest, by)
    moving.reason = _told_of(late)
    detail = _detail(answer, late)
    moving.finish(detail=lambda _: detail)
    return replace(_taken(True, answer), surplus_fen=_surplus(late))


def _detail(answer: BankAnswer, late: Sequence[PaidLine]) -> dict[str, int]:
    return {
        "answer": answer.pk,
        "rows": answer.paid_count + answer.returned_count,
        "paid": answer.paid_count,
        "paid_fen": answer.paid_fen,
        "returned": answer.returned_count,
        "returned_fen": answer.returned_fen,
        **({"came_back": len(late)} if late else {}),
        **({"surplus_fen": surplus} if (surplus := _surplus(late)) else {}),
    }


def _surplus(late: Sequence[PaidLine]) -> int:
    return sum(line.surplus_fen for line in late)


def _act(round_id: int, by: Actor) -> Act:
    """Asked before the round is locked; a state that changes meanwhile refuses the step."""
    state = Round.objects.visible_to(by).values_list("state", flat=True).get(pk=round_id)
    return Act.REOPEN if state == RoundState.RECONCILED else Act.ANSWER


def _told_of(late: Sequence[PaidLine]) -> str:
    """What stands with the round's event: why a settled thing opens again."""
    if not late:
        return ""
    lines = "；".join(f"{line.reference} {line.reason}" for line in late[:MOST_TOLD])
    text = phrase("到账后银行退回 {count} 笔：{lines}", count=len(late), lines=lines)
    if surplus := _surplus(late):
        twice = phrase("其中 {fen} 元先前已追回到账，是多退的", fen=format_yuan(surplus))
        text = f"{twice}。{text}"
    return text[:LONGEST_TOLD]


def _taken(new: bool, answer: BankAnswer) -> Taken:
    counts = (answer.paid_count, answer.returned_count, _waiting(answer.round))
    return Taken(new, *counts, answer.paid_fen, answer.returned_fen)


def _waiting(round_: Round) -> int:
    return Payment.objects.filter(award__round=round_, state=PaymentState.SENT).count()


def _apply(lines: Sequence[PaidLine], on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            APPLY,
            {
                "on": on,
                "references": [line.reference for line in lines],
                "states": ["paid" if line.paid else "returned" for line in lines],
                "reasons": [line.reason for line in lines],
            },
        )


def _postings(round_: Round, line: PaidLine) -> list[Posting]:
    if not line.late:
        movement = Movement.PAY if line.paid else Movement.RETURN
        return [_posting(round_, line, movement)]
    line = line._replace(amount_fen=line.amount_fen - line.claimed.live)
    if not line.amount_fen:
        return []
    return [
        _posting(round_, line, Movement.CLAIM_BACK, Movement.PAY),
        _posting(round_, line, Movement.RECOVERED, Movement.CLAIM_BACK),
    ]


def _posting(
    round_: Round, line: PaidLine, movement: Movement, undone: Movement | None = None
) -> Posting:
    key = f"{movement}:{line.reference}"
    about = f"{undone}:{line.reference}" if undone else ""
    return Posting(round_.fund_id, movement, line.amount_fen, key, line.reference, about)


def _keep(
    round_: Round, bank: str, lines: Sequence[PaidLine], digest: str, by: Actor
) -> BankAnswer:
    paid = [line.amount_fen for line in lines if line.paid]
    returned = [line.amount_fen for line in lines if not line.paid]
    return BankAnswer.objects.create(
        round=round_,
        payer_bank=bank,
        digest=digest,
        paid_count=len(paid),
        paid_fen=sum(paid),
        returned_count=len(returned),
        returned_fen=sum(returned),
        by_user_id=by.user_id,
        by_name=by.name,
    )
