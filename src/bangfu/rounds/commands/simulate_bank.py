"""Let the made-up bank of a demo answer what it has not answered yet."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.organisations.queries import installation
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PaymentState
from ..errors import OnlyInDemo
from ..models import Payment
from ..rules.states import Act
from ..simulated_bank import Behaviour, answer_rows
from .export_payment_file import table_sent, told
from .steps import begin_step
from .take_bank_answer import Taken, take_bank_answer


@use_case(duties.SIMULATE_BANK)
def simulate_bank(*, round_id: int, return_every: int, on: date, by: Actor) -> Taken:
    """Two entries in the log: the bank's own act, and its answer being taken in.

    It speaks of payments still open alone: a real answer may have come for others. With none
    open nothing happens, and the answer is not `new`.

    Raises:
        OnlyInDemo, FileChanged, StaleRound, NotPermitted
    """
    if not installation().is_demo:
        raise OnlyInDemo
    (round_,) = begin_step(Act.ANSWER, round_id, None, on=on).rows
    payments = Payment.objects.filter(award__round=round_)
    waiting = payments.filter(state=PaymentState.SENT).order_by("-file_id").first()
    if waiting is None or waiting.file is None:
        nothing_changed()
        return Taken(new=False, paid=0, returned=0, waiting=0)
    sent = table_sent(round_, by, waiting.file.number)
    settled = payments.exclude(state=PaymentState.SENT).values_list("reference", flat=True)
    tell("round", round_id, told(sent.file))
    behaviour = Behaviour(return_every=return_every, bad_cards=True, lose=frozenset(settled))
    sheet = sheet_of_texts(answer_rows(sent.rows, behaviour))
    return take_bank_answer(round_id=round_id, sheets=[sheet], version=None, on=on, by=by)
