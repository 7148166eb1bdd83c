"""Take in an answer that waits, once somebody has seen what that does: all of them or none."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..queries.answer_file import answer_sheets
from ..queries.bank_words import waiting_answer
from .forget_answer import forget_answer
from .open_answer import open_answer
from .take_bank_answer import Taken
from .take_bank_answers import take_bank_answers


@use_case(duties.TAKE_ANSWER, silent="each file is told by itself, as it is taken in")
def take_waiting_answer(
    *, round_id: int, waiting_id: int, version: int | None, on: date, by: Actor
) -> list[Taken]:
    """One file after the other, so that what two of them tell alike counts once.

    Args:
        version: as the page showed it that said what this does.

    Raises:
        AnswerGone: it was taken in or put away meanwhile.
        AnswerUnclear, NotPermitted; as `begin_step`.
        AnswerRefused: one of the files contradicts what is known by now; none is taken in.
    """
    bank = waiting_answer(round_id, waiting_id, by).payer_bank
    opened = open_answer(round_id=round_id, waiting_id=waiting_id, by=by)
    files = [(name, answer_sheets(data, name)) for name, data in opened]
    taken = take_bank_answers(
        round_id=round_id, files=files, bank=bank, version=version, on=on, by=by
    )
    forget_answer(round_id=round_id, waiting_id=waiting_id, by=by)
    return taken
