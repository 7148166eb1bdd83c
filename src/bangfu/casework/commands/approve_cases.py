"""Approve posted cases after their period (批准), by somebody who did neither earlier step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ._moving import Moved, move_cases


@use_case(duties.APPROVE)
def approve_cases(*, cases: Mapping[int, int], on: date, by: Actor, note: str = "") -> Moved:
    """posted → approved.

    Args:
        cases: case id → the version the officer looked at.
        note: an opinion for the timeline, at most 400 characters.

    Raises: as `move_cases`; SamePerson for the submitter or checker; CasesHindered while the period
        runs, an objection is open, or what a case was submitted on has changed since.
    """
    decided = {"decided_by_id": by.officer_id, "decided_on": on}
    return move_cases(Act.APPROVE, cases, on=on, changes=lambda _: decided, reason=note)
