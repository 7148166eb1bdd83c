"""Let the made-up bank of a demo answer what was sent last."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.organisations.queries import installation
from bangfu.scope.actors import Actor

from ..errors import OnlyInDemo
from ..simulated_bank import Behaviour, answer_rows
from .export_payment_file import table_sent, told
from .steps import begin
from .take_bank_answer import Taken, take_bank_answer


@transaction.atomic
def simulate_bank(*, round_id: int, return_every: int, on: date, by: Actor) -> Taken:
    """Two entries in the log: the bank's own act, and its answer being taken in.

    Raises:
        OnlyInDemo, StaleRound, NotPermitted
    """
    if not installation().is_demo:
        raise OnlyInDemo
    sent = table_sent(begin("answer", round_id, None, by), by)
    record(by, "rounds.simulate_bank", "round", round_id, told(sent.file))
    rows = answer_rows(sent.rows, Behaviour(return_every=return_every, bad_cards=True))
    return take_bank_answer(round_id=round_id, rows=rows, version=None, on=on, by=by)
