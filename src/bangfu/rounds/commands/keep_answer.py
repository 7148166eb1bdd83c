"""Keep a bank's answer, sealed, until its words are explained and its taking in is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath

from django.utils import timezone

from bangfu.acts.frame import use_case
from bangfu.casework.enums import ParameterName
from bangfu.casework.queries import case_parameters
from bangfu.kernel.masking import hide_numbers
from bangfu.kernel.text import squeeze
from bangfu.scope.actors import Actor
from bangfu.vault.sealing import seal_blob

from .. import duties
from ..models import Round, WaitingAnswer

LONGEST_NAME = 100
#: Why the commands on an answer that waits leave no line in the log.
UNTIL_TAKEN = "nothing is taken yet; what comes of the answer is told then"
Files = Sequence[tuple[str, bytes]]


@use_case(duties.TAKE_ANSWER, silent=UNTIL_TAKEN, numbers_in=("files",))
def keep_answer(*, round_id: int, bank: str, files: Files, on: date, by: Actor) -> WaitingAnswer:
    """In place of others that the same officer left waiting; for the term that holds at the round's place.

    Args:
        files: name and content of each, one at least.

    Returns:
        The first, on which the others hang.
    """
    round_ = Round.objects.visible_to(by).select_related("union").get(pk=round_id)
    until = timezone.now() + _term(round_.union.area_code, on)
    WaitingAnswer.objects.filter(round=round_, by_user_id=by.user_id).delete()
    first: WaitingAnswer | None = None
    for file_name, data in files:
        kept = _keep(round_, bank, file_name, data, until, first, by)
        first = first or kept
    if first is None:
        raise ValueError("no file")
    return first


def _term(place: str, on: date) -> timedelta:
    return timedelta(days=case_parameters([place], on)[place][ParameterName.ANSWERS_KEPT])


def _keep(
    round_: Round,
    bank: str,
    file_name: str,
    data: bytes,
    until: datetime,
    first: WaitingAnswer | None,
    by: Actor,
) -> WaitingAnswer:
    path = PurePath(file_name.replace("\\", "/"))
    name = hide_numbers(path.stem)[:LONGEST_NAME] + path.suffix[:10]
    return WaitingAnswer.objects.create(
        round=round_,
        payer_bank=squeeze(bank),
        file_name=name,
        sealed=seal_blob(bound_to(round_.pk, name), data),
        first=first,
        kept_until=until,
        by_user_id=by.user_id,
        by_name=by.name,
    )


def bound_to(round_id: int, name: str) -> str:
    """What a file is sealed for: its round and its own name; opened for nothing else."""
    return f"answer|{round_id}|{name}"
