"""Let the made-up bank of a demo answer what it has not answered yet."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.organisations.queries import installation
from bangfu.scope.actors import Actor

from ..enums import PaymentState
from ..errors import OnlyInDemo
from ..models import Payment
from ..simulated_bank import Behaviour, answer_rows
from .export_payment_file import table_sent, told
from .steps import begin
from .take_bank_answer import Taken, take_bank_answer


@transaction.atomic
def simulate_bank(*, round_id: int, return_every: int, on: date, by: Actor) -> Taken:
    """Two entries in the log: the bank's own act, and its answer being taken in.

    It speaks of payments still open alone: a real answer may have come for others. With none
    open nothing happens, and the answer is not `new`.

    Raises:
        OnlyInDemo, FileChanged, StaleRound, NotPermitted
    """
    if not installation().is_demo:
        raise OnlyInDemo
    found = begin("answer", round_id, None, by)
    payments = Payment.objects.filter(award__round=found)
    waiting = payments.filter(state=PaymentState.SENT).order_by("-file_id").first()
    if waiting is None or waiting.file is None:
        return Taken(new=False, paid=0, returned=0, waiting=0)
    sent = table_sent(found, by, waiting.file.number)
    settled = payments.exclude(state=PaymentState.SENT).values_list("reference", flat=True)
    record(by, "rounds.simulate_bank", "round", round_id, told(sent.file))
    behaviour = Behaviour(return_every=return_every, bad_cards=True, lose=frozenset(settled))
    rows = answer_rows(sent.rows, behaviour)
    return take_bank_answer(round_id=round_id, rows=rows, version=None, on=on, by=by)
