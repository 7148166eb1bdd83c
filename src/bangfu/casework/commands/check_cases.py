"""A reviewer who did not submit them finds cases in order (审核通过)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ._moving import Moved, move_cases


@use_case(duties.CHECK)
def check_cases(*, cases: Mapping[int, int], on: date, by: Actor, note: str = "") -> Moved:
    """submitted → checked.

    Args:
        cases: case id → the version the officer looked at.
        note: an opinion for the timeline, at most 400 characters.

    Raises: as `move_cases`; SamePerson for cases that the reviewer submitted.
    """
    checked = {"checked_by_id": by.officer_id}
    return move_cases(Act.CHECK, cases, on=on, changes=lambda _: checked, reason=note)
