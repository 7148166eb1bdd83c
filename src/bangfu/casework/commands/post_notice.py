"""Post checked cases for the public to object (公示), for whole working days after today."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bangfu.acts.frame import use_case
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.kernel.workdays import add_working_days
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor
from bangfu.standards.queries import workday_calendar

from .. import duties
from ..enums import Act
from ..errors import ContactMissing, PostingTooShort, TextTooLong
from ..models import Case, Notice
from ..queries.notices import subjects_of
from ..rules.notice import SHORTEST_POSTING, masked
from ._moving import Moved, move_cases

LONGEST_POSTING = 60
LONGEST_CONTACT = 120
#: Key of the advisory lock under which a union's notices are numbered.
NUMBERING = 7_201_605_001


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

    Raises: as `move_cases`; PostingTooShort, ContactMissing; YearNotAnnounced when the span reaches
        a year whose working days are not known.
    """
    contact = _contact(contact)
    ends_on = last_day(on, working_days)
    made: list[Notice] = []

    def post(moving: Sequence[Case]) -> dict[str, object]:
        notice = _notice(moving, by, on, ends_on, working_days, contact)
        made.append(notice)
        return {"posted_by_id": by.officer_id, "notice": notice, "posting_ends_on": ends_on}

    moved = move_cases(Act.POST, cases, on=on, changes=post)
    return Posted(moved, made[0] if made else None)


def last_day(posted_on: date, working_days: int) -> date:
    """The last day of a posting; approval is possible from the day after.

    Raises: PostingTooShort, YearNotAnnounced.
    """
    if not SHORTEST_POSTING <= working_days <= LONGEST_POSTING:
        raise PostingTooShort(working_days, SHORTEST_POSTING, LONGEST_POSTING)
    return add_working_days(posted_on, working_days, workday_calendar())


def _contact(contact: str) -> str:
    contact = trim(contact)
    if not contact:
        raise ContactMissing
    if len(contact) > LONGEST_CONTACT:
        raise TextTooLong(phrase("联系方式"), LONGEST_CONTACT)
    return contact


def _notice(
    cases: Sequence[Case], by: Actor, on: date, ends_on: date, working_days: int, contact: str
) -> Notice:
    ordered = sorted(cases, key=lambda case: case.household.file_no)
    subjects = subjects_of(ordered)
    entries = [masked(seq, subjects[case.id]).plain() for seq, case in enumerate(ordered, 1)]
    _number_cases([case.id for case in ordered])
    union = Union.objects.get(id=by.acting_union_id)
    return Notice.objects.create(
        union=union,
        number=_next_number(union, on),
        token=secrets.token_urlsafe(16),
        posted_on=on,
        ends_on=ends_on,
        working_days=working_days,
        contact=contact,
        entries=entries,
        by_user_id=by.officer_id,
    )


def _number_cases(case_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update casework_case c set notice_seq = n.seq
            from unnest(%s::bigint[]) with ordinality as n(id, seq) where c.id = n.id
            """,
            [case_ids],
        )


def _next_number(union: Union, on: date) -> str:
    """`高州市总工会公示〔2010〕3号`: a union's own count within the year, under its name of the day."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING])
    so_far = Notice.objects.filter(union=union, posted_on__year=on.year).count()
    return f"{union.name}公示〔{on.year}〕{so_far + 1}号"
