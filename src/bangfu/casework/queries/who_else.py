"""Which officers may take a step of cases that somebody may not, for what they did to them before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bangfu.acts.incompatible import is_apart
from bangfu.acts.ways import who_did
from bangfu.organisations.colleagues import say_who_else
from bangfu.scope.models import TIERS

from ..enums import Act, CaseState
from ..models import Case, CaseEvent
from ..rules.states import TABLE
from .standing import brought_by


def who_else(act: Act, cases: Sequence[Case], on: date) -> str:
    """A sentence; of several cases it names who may do all of them."""
    duties = {move.duty for case in cases if (move := TABLE.move(act, CaseState(case.state)))}
    if len(duties) != 1:
        return ""
    (duty,) = duties
    done = who_did(CaseEvent, "case_id", [case.pk for case in cases])

    def apart(user_id: int) -> bool:
        brought = brought_by(user_id, cases, on)
        return any(
            is_apart(duty, user_id, {**brought.get(case.pk, {}), **done.get(case.pk, {})})
            for case in cases
        )

    return say_who_else(duty, _above_all(cases), on, is_apart=apart)


def _above_all(cases: Sequence[Case]) -> set[int]:
    """The unions that every one of the cases lies in."""
    lines = [{getattr(case, tier) for tier in TIERS} - {None} for case in cases]
    return set.intersection(*lines)
