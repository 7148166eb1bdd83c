"""How long a step may lie before it shows as overdue. A reminder to officers; decides nothing.

Calendar days, the program's own targets: no text found sets them, and no right hangs on them.
"""

from __future__ import annotations

from datetime import date

from ..enums import CaseState

DAYS_ALLOWED = {CaseState.SUBMITTED: 10, CaseState.CHECKED: 5, CaseState.POSTED: 5}
DAYS_TO_ANSWER = 5
DAYS_TO_RESUBMIT = 30


def days_waiting(state: CaseState, moved_on: date, posting_ends: date | None, on: date) -> int:
    """Days since somebody could act: for a posted case since its posting ended, never below 0."""
    since = posting_ends if state == CaseState.POSTED and posting_ends else moved_on
    return max((on - since).days, 0)


def days_overdue(state: CaseState, moved_on: date, posting_ends: date | None, on: date) -> int:
    """0 while in time, and for states that wait for nobody."""
    if state not in DAYS_ALLOWED:
        return 0
    return max(days_waiting(state, moved_on, posting_ends, on) - DAYS_ALLOWED[state], 0)
