"""Send cases back with a reason (退回); whoever applies again begins a new case."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from bangfu.scope.actors import Actor

from ..enums import Act
from ._moving import Moved, move_cases


@transaction.atomic
def return_cases(*, cases: Mapping[int, int], reason: str, by: Actor) -> Moved:
    """submitted, checked or posted → returned; a posted case by the approver after its period.

    Args:
        cases: case id → the version the officer looked at.

    Raises: as `move_cases`; ReasonMissing.
    """
    return move_cases(Act.RETURN, cases, by, lambda *_: {}, reason)
