"""Take in several answer files of one bank: all of them or none."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..answer_errors import AnswerRefused
from ..queries.reading_answers import NamedSheets
from .take_bank_answer import Taken, take_bank_answer


@use_case(
    duties.TAKE_ANSWER,
    silent="each file is told by itself, as it is taken in",
    numbers_in=("files",),
)
def take_bank_answers(
    *,
    round_id: int,
    files: NamedSheets,
    version: int | None,
    on: date,
    by: Actor,
    bank: str = "",
) -> list[Taken]:
    """One file after the other, so that what two of them tell alike counts once.

    Raises:
        AnswerRefused: one of the files contradicts what is known by then; its faults name the file.
        AnswerUnclear, NotPermitted; as `begin_step`.
    """
    taken: list[Taken] = []
    for name, sheets in files:
        try:
            one_file = take_bank_answer(
                round_id=round_id,
                sheets=sheets,
                bank=bank,
                version=None if taken else version,
                on=on,
                by=by,
            )
        except AnswerRefused as refused:
            raise (refused.of_file(name) if name else refused) from refused
        taken.append(one_file)
    return taken
