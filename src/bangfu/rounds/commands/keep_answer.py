"""Keep a bank's answer, sealed, until somebody has said what its words mean; or put it away."""

from __future__ import annotations

import re
from pathlib import PurePath

from bangfu.acts.frame import use_case
from bangfu.kernel.text import squeeze
from bangfu.scope.actors import Actor
from bangfu.vault.sealing import open_blob, seal_blob

from .. import duties
from ..models import Round, WaitingAnswer
from ..queries.bank_words import waiting_answer

LONGEST_NAME = 100
LONG_NUMBER = re.compile(r"[0-9]{11,}[0-9Xx]?")
UNTIL_TAKEN = "nothing is taken yet; what comes of the answer is told then"


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN)
def keep_answer(
    *, round_id: int, bank: str, file_name: str, data: bytes, by: Actor
) -> WaitingAnswer:
    """In place of another that the same officer left waiting."""
    round_ = Round.objects.visible_to(by).get(pk=round_id)
    WaitingAnswer.objects.filter(round=round_, by_user_id=by.user_id).delete()
    path = PurePath(file_name.replace("\\", "/"))
    name = LONG_NUMBER.sub("…", path.stem)[:LONGEST_NAME] + path.suffix[:10]
    return WaitingAnswer.objects.create(
        round=round_,
        payer_bank=squeeze(bank),
        file_name=name,
        sealed=seal_blob(_bound_to(round_id, name), data),
        by_user_id=by.user_id,
        by_name=by.name,
    )


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN)
def open_answer(*, round_id: int, waiting_id: int, by: Actor) -> bytes:
    """Raises AnswerGone."""
    waiting = waiting_answer(round_id, waiting_id, by)
    return open_blob(_bound_to(round_id, waiting.file_name), bytes(waiting.sealed))


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN)
def forget_answer(*, round_id: int, waiting_id: int, by: Actor) -> None:
    waiting_answer(round_id, waiting_id, by).delete()


def _bound_to(round_id: int, name: str) -> str:
    return f"answer|{round_id}|{name}"
