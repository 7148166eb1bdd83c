"""A reviewer who did not submit them finds cases in order (审核通过)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bangfu.scope.actors import Actor

from ..enums import Act
from ._moving import Moved, move_cases


@transaction.atomic
def check_cases(*, cases: Mapping[int, int], by: Actor, note: str = "") -> Moved:
    """submitted → checked.

    Args:
        cases: case id → the version the officer looked at.
        note: an opinion for the timeline, at most 400 characters.

    Raises: as `move_cases`; SamePerson for cases that the reviewer submitted.
    """
    return move_cases(Act.CHECK, cases, by, lambda *_: {"checked_by_id": by.user_id}, note)
