"""Approve posted cases after their period (批准), by one who neither submitted nor checked them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bangfu.scope.actors import Actor

from ..enums import Act
from ._moving import Moved, move_cases


@transaction.atomic
def approve_cases(*, cases: Mapping[int, int], by: Actor, note: str = "") -> Moved:
    """posted → approved.

    Args:
        cases: case id → the version the officer looked at.

    Raises: as `move_cases`; SamePerson for the submitter or checker; CasesHindered while the period
        runs, an objection is open, or what a case was submitted on has changed since.
    """
    return move_cases(
        Act.APPROVE,
        cases,
        by,
        lambda _, day: {"decided_by_id": by.user_id, "decided_on": day},
        note,
    )
