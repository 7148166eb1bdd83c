"""Post checked cases (公示), so that the public may object for some whole working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bangfu.acts.frame import use_case
from bangfu.notices.commands.issue_notice import checked_contact, issue_notice, last_day
from bangfu.notices.models import Notice
from bangfu.notices.rules.notice import SHORTEST_POSTING
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Act
from ..models import Case
from ..notice_kinds import DETERMINATION
from ..queries.notices import subjects_of
from ._moving import Moved, move_cases


@dataclass(frozen=True)
class Posted:
    """The notice and what moved; `notice` None on a second click."""

    moved: Moved
    notice: Notice | None


@use_case(duties.POST)
def post_notice(
    *,
    cases: Mapping[int, int],
    contact: str,
    on: date,
    by: Actor,
    working_days: int = SHORTEST_POSTING,
) -> Posted:
    """checked → posted, all on one notice; the posting day itself does not count.

    Args:
        cases: case id → the version the officer looked at.
        contact: where objections are taken, shown to the public.
        working_days: 5 to 60, as the State Council sets them.

    Raises: as `move_cases` and `issue_notice`.
    """
    contact = checked_contact(contact)
    last_day(on, working_days)  # refuses an impossible span before any case is locked
    issued: list[Notice] = []

    def post(moving: Sequence[Case]) -> dict[str, object]:
        notice = _issue(moving, contact=contact, working_days=working_days, on=on, by=by)
        issued.append(notice)
        return {
            "posted_by_id": by.officer_id,
            "notice": notice,
            "posting_ends_on": notice.ends_on,
        }

    moved = move_cases(Act.POST, cases, on=on, changes=post)
    return Posted(moved, issued[0] if issued else None)


def _issue(
    cases: Sequence[Case], *, contact: str, working_days: int, on: date, by: Actor
) -> Notice:
    """In the order of file numbers; it gives each case its place on the notice."""
    ordered = sorted(cases, key=lambda case: case.household.file_no)
    subjects = subjects_of(ordered)
    _place([case.id for case in ordered])
    return issue_notice(
        kind=DETERMINATION,
        subjects=[subjects[case.id] for case in ordered],
        contact=contact,
        working_days=working_days,
        on=on,
        by=by,
    )


def _place(case_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update casework_case c set notice_seq = n.seq
            from unnest(%s::bigint[]) with ordinality as n(id, seq) where c.id = n.id
            """,
            [case_ids],
        )
