"""Put an answer away that waits; nothing of it is taken in."""

from __future__ import annotations

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..queries.bank_words import waiting_answer
from .keep_answer import UNTIL_TAKEN


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN)
def forget_answer(*, round_id: int, waiting_id: int, by: Actor) -> None:
    """With all that came with it. Raises AnswerGone."""
    waiting_answer(round_id, waiting_id, by).delete()
