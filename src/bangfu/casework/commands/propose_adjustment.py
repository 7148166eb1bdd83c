"""A reviewer proposes to adjust approved classes to those of the day (提议调整类别)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ..errors import NothingChosen
from ..queries.classes import moved_classes
from ._moving import Moved, move_cases


@use_case(duties.PROPOSE)
def propose_adjustment(*, cases: Mapping[int, int], reason: str, on: date, by: Actor) -> Moved:
    """Approved cases stay approved, and wait for an approver to decide.

    Args:
        cases: case id → the version the officer looked at.
        reason: why, as the standard that moved them; at most 400 characters.

    Raises: as `move_cases`; CasesHindered where the approval does not stand, the class of the day is
        the approved one or does not qualify, or somebody has proposed it already.
    """
    if not cases:
        raise NothingChosen
    groups: dict[str, dict[int, int]] = defaultdict(dict)
    classes = moved_classes(cases, on)
    for case, version in cases.items():
        groups[classes[case][1] if case in classes else ""][case] = version
    moved = [_propose(group, to_class, reason, on) for to_class, group in groups.items()]
    return Moved(Act.PROPOSE, tuple(id_ for each in moved for id_ in each.moved))


def _propose(cases: Mapping[int, int], to_class: str, reason: str, on: date) -> Moved:
    proposed = {"proposed_class": to_class}
    return move_cases(Act.PROPOSE, cases, on=on, changes=lambda _: proposed, reason=reason)
