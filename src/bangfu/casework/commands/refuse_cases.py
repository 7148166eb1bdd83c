"""Refuse posted cases after their period with reasons (不予认定); they end here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ._moving import Moved, move_cases


@use_case(duties.REFUSE)
def refuse_cases(*, cases: Mapping[int, int], reason: str, on: date, by: Actor) -> Moved:
    """posted → refused.

    Args:
        cases: case id → the version the officer looked at.

    Raises: as `move_cases`; SamePerson for the submitter or checker; CasesHindered while the period
        runs or an objection is open.
    """
    decided = {"decided_by_id": by.officer_id, "decided_on": on}
    return move_cases(Act.REFUSE, cases, on=on, changes=lambda _: decided, reason=reason)
