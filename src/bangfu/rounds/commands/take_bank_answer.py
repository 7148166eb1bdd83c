"""Take in a bank's answer: all of it or nothing, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.db import connection

from bangfu.acts.frame import nothing_changed, use_case
from bangfu.documents.spreadsheets import Sheet
from bangfu.documents.tables.fixed import as_written
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import squeeze
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index

from .. import duties
from ..answer_errors import AnswerRefused, AnswerUnclear
from ..enums import PaymentState, RoundState
from ..models import BankAnswer, Payment, Round
from ..queries.bank_words import words_of
from ..queries.claims import claimed_in
from ..rules.bank_answer import AnswerLine, Sent, disagreements, read_answer
from ..rules.states import Act
from .steps import begin_step

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
    """

    new: bool
    paid: int
    returned: int
    waiting: int
    paid_fen: int = 0
    returned_fen: int = 0


class PaidLine(NamedTuple):
    """A line of the answer with the amount that moved, in fen.

    `late`: it came back on a day after it had arrived.
    """

    reference: str
    paid: bool
    reason: str
    amount_fen: int
    late: bool


@use_case(duties.TAKE_ANSWER)
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
    again. The same content a second time changes nothing, be it as another kind of file.

    Args:
        sheets: of the file; the first that holds an answer counts.
        bank: as the union calls it; its own words are remembered by this name.

    Raises:
        AnswerUnclear: the bank's words must be explained first; nothing was taken.
        AnswerRefused: nothing was taken; it lists every row at fault.
        NotPermitted; as `begin_step`.
    """
    moving = begin_step(_act(round_id, by), round_id, version, on=on)
    (round_,) = moving.rows
    digest = _digest(sheets)
    if earlier := BankAnswer.objects.filter(round=round_, digest=digest).first():
        nothing_changed()
        return _taken(False, earlier)
    sent = _sent(round_, on)
    lines = [_in_full(line, sent[line.reference]) for line in _read(round_, bank, sheets, sent)]
    fresh = [line for line in lines if line.late or sent[line.reference].state == "sent"]
    late = [line for line in fresh if line.late]
    if round_.state == RoundState.RECONCILED and not late:
        nothing_changed()
        return Taken(False, 0, 0, 0)
    _apply(fresh, on)
    postings = [posting for line in fresh for posting in _postings(round_, line)]
    post_transfers(postings, day=on, by=by)
    answer = _keep(round_, squeeze(bank), fresh, digest, by)
    moving.reason = _told_of(late)
    detail = _detail(answer, late)
    moving.finish(detail=lambda _: detail)
    return _taken(True, answer)


def _detail(answer: BankAnswer, late: Sequence[PaidLine]) -> dict[str, int]:
    return {
        "paid": answer.paid_count,
        "paid_fen": answer.paid_fen,
        "returned": answer.returned_count,
        "returned_fen": answer.returned_fen,
        **({"came_back": len(late)} if late else {}),
    }


def _read(
    round_: Round, bank: str, sheets: Sequence[Sheet], sent: Mapping[str, Sent]
) -> list[AnswerLine]:
    """Raises AnswerUnclear, AnswerRefused."""
    told = read_answer(sheets, words_of(round_.union_id, squeeze(bank)))
    if told.unclear:
        raise AnswerUnclear(**vars(told.unclear))
    if faults := told.faults + disagreements(told.lines, sent, _card_index):
        raise AnswerRefused(sorted(faults))
    return told.lines


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
    return text[:LONGEST_TOLD]


def _taken(new: bool, answer: BankAnswer) -> Taken:
    counts = (answer.paid_count, answer.returned_count, _waiting(answer.round))
    return Taken(new, *counts, answer.paid_fen, answer.returned_fen)


def _waiting(round_: Round) -> int:
    return Payment.objects.filter(award__round=round_, state=PaymentState.SENT).count()


def _digest(sheets: Sequence[Sheet]) -> str:
    """Of the content, so that the same answer as csv and as xlsx is one answer.

    Keyed: a bank may add a column of cards, and guesses could be tried on a plain digest.
    """
    rows = (row for sheet in sheets for row in sheet.rows)
    lines = ("\t".join(as_written(cell) for cell in row).rstrip() for row in rows)
    text = "\n".join(line for line in lines if line)
    return blind_index(SecretKind.CARD, sha256(text.encode()).hexdigest()).hex()


def _sent(round_: Round, on: date) -> dict[str, Sent]:
    payments = Payment.objects.filter(award__round=round_).select_for_update(of=("self",))
    told = payments.values_list(
        "pk", "reference", "amount_fen", "state", "award__payee_name", "card_index", "answered_on",
        "file__number",
    )  # fmt: skip
    claimed = claimed_in(round_)
    return {
        reference: Sent(
            amount_fen=amount,
            state=state,
            payee_name=payee,
            card_index=bytes(card),
            paid_earlier=bool(answered and answered < on),
            file=file or "",
            claimed=key in claimed,
        )
        for key, reference, amount, state, payee, card, answered, file in told
    }


def _card_index(account: str) -> bytes:
    return blind_index(SecretKind.CARD, account)


def _in_full(line: AnswerLine, sent: Sent) -> PaidLine:
    amount = sent.amount_fen if line.amount_fen is None else line.amount_fen
    late = sent.may_come_back and not line.paid
    return PaidLine(line.reference, line.paid, line.reason, amount, late)


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
