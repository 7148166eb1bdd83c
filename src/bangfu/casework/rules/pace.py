"""How long a step may lie before it shows as overdue. A reminder to officers; decides nothing.

Limits are calendar days. They are dated, local configuration (`CaseParameter`): no national text
that we know of sets them, and no right hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ..enums import CaseState, ParameterName, Step

#: Calendar days by step; a step that is not in it has no limit.
Limits = Mapping[Step, int]
#: What says how many days a step may take.
LIMIT_OF: Mapping[Step, ParameterName] = {
    Step.CHECK: ParameterName.CHECK_DAYS,
    Step.POST: ParameterName.POST_DAYS,
    Step.DECIDE: ParameterName.DECIDE_DAYS,
    Step.ANSWER: ParameterName.ANSWER_DAYS,
    Step.RESUBMIT: ParameterName.RESUBMIT_DAYS,
    Step.REVIEW: ParameterName.REVIEW_DAYS,
}
#: The step that a case in each state waits for.
WAITS_FOR = {
    CaseState.SUBMITTED: Step.CHECK,
    CaseState.CHECKED: Step.POST,
    CaseState.POSTED: Step.DECIDE,
}


def days_waiting(state: CaseState, moved_on: date, posting_ends: date | None, on: date) -> int:
    """Calendar days since somebody could act, of a posted case since its posting ended."""
    return max((on - _since(state, moved_on, posting_ends)).days, 0)


def days_overdue(state: CaseState, waiting: int, limits: Limits) -> int:
    """Calendar days beyond the limit; 0 while in time, without a limit, and where no step waits."""
    allowed = limits.get(WAITS_FOR[state]) if state in WAITS_FOR else None
    return 0 if allowed is None else max(waiting - allowed, 0)


def due_day(
    state: CaseState, moved_on: date, posting_ends: date | None, limits: Limits
) -> date | None:
    """The last day in time for the next step; None without a limit, and where no step waits."""
    allowed = limits.get(WAITS_FOR[state]) if state in WAITS_FOR else None
    since = _since(state, moved_on, posting_ends)
    return None if allowed is None else since + timedelta(days=allowed)


def _since(state: CaseState, moved_on: date, posting_ends: date | None) -> date:
    return posting_ends if state == CaseState.POSTED and posting_ends else moved_on
