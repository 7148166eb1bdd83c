"""Open the files of an answer that waits, to read them before anything is taken in."""

from __future__ import annotations

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor
from bangfu.vault.sealing import open_blob

from .. import duties
from ..queries.bank_words import waiting_answer
from .keep_answer import UNTIL_TAKEN, bound_to


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN, looking=True)
def open_answer(*, round_id: int, waiting_id: int, by: Actor) -> list[tuple[str, bytes]]:
    """Name and content of each file that came with it, in order. Raises AnswerGone."""
    first = waiting_answer(round_id, waiting_id, by)
    return [
        (each.file_name, open_blob(bound_to(round_id, each.file_name), bytes(each.sealed)))
        for each in (first, *first.others.order_by("pk"))
    ]
