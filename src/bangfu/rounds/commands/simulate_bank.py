"""Let the made-up bank of a demo answer what was sent last."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.organisations.queries import installation
from bangfu.scope.actors import Actor

from ..enums import RoundState
from ..errors import OnlyInDemo, StaleRound
from ..models import Round
from ..simulated_bank import Behaviour, answer_rows
from .export_payment_file import export_payment_file
from .take_bank_answer import Taken, take_bank_answer


@transaction.atomic
def simulate_bank(*, round_id: int, return_every: int, on: date, by: Actor) -> Taken:
    """Raises OnlyInDemo, StaleRound, NotPermitted."""
    if not installation().is_demo:
        raise OnlyInDemo
    found = Round.objects.visible_to(by).get(pk=round_id)
    if found.state != RoundState.SENT:
        raise StaleRound(RoundState(found.state).label)
    sent = export_payment_file(round_id=round_id, by=by)
    rows = answer_rows(sent.rows, Behaviour(return_every=return_every, bad_cards=True))
    return take_bank_answer(round_id=round_id, rows=rows, version=None, on=on, by=by)
