"""Send cases back with a reason (退回); whoever applies again begins a new case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ._moving import Moved, move_cases


@use_case(duties.RETURN)
def return_cases(*, cases: Mapping[int, int], reason: str, on: date, by: Actor) -> Moved:
    """submitted, checked or posted → returned; a posted case by the approver after its period.

    Args:
        cases: case id → the version the officer looked at.

    Raises: as `move_cases`; CasesHindered for a posted case while its period runs or an objection
        is open.
    """
    return move_cases(Act.RETURN, cases, on=on, changes=lambda _: {}, reason=reason)
