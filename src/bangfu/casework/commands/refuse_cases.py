"""Refuse posted cases after their period with reasons (不予认定); they end here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bangfu.scope.actors import Actor

from ..enums import Act
from ._moving import Moved, move_cases


@transaction.atomic
def refuse_cases(*, cases: Mapping[int, int], reason: str, by: Actor) -> Moved:
    """posted → refused.

    Args:
        cases: case id → the version the officer looked at.

    Raises: as `move_cases`; ReasonMissing.
    """
    return move_cases(
        Act.REFUSE,
        cases,
        by,
        lambda _, day: {"decided_by_id": by.user_id, "decided_on": day},
        reason,
    )
