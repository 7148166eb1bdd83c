"""How the posting of one case stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bangfu.scope.prepared import prepared_rows

from ..enums import CaseState
from ..models import Case, CaseEvent

OBJECTIONS = """
select count(*), count(*) filter (where outcome = '') from casework_objection
where case_id = %(case)s
"""


@dataclass(frozen=True)
class CasePosting:
    """Its days, and how many objections came and wait for an answer.

    `days_left` are calendar days, the day asked for included.
    """

    starts_on: date
    ends_on: date
    days_left: int
    objections: int
    open_objections: int

    @property
    def ended(self) -> bool:
        """Whether the day asked for lies behind its last."""
        return self.days_left == 0


def posting_of(case: Case, events: Iterable[CaseEvent], on: date) -> CasePosting | None:
    """None before a case is posted. Read from the case: its notice may be out of the reader's sight.

    Args:
        events: its `timeline`, the latest first.
    """
    posted = (event.day for event in events if event.to_state == CaseState.POSTED)
    starts_on = next(posted, None)
    if case.posting_ends_on is None or starts_on is None:
        return None
    came, waiting = prepared_rows(OBJECTIONS, {"case": case.pk})[0]
    days_left = max((case.posting_ends_on - on).days + 1, 0)
    return CasePosting(starts_on, case.posting_ends_on, days_left, came, waiting)
