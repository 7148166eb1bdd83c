"""Issue a notice: a number of the union's own count, a period of whole working days, a secret address.

A piece of the use case that posts; that one asks for the duty and writes the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import connection

from bangfu.acts.frame import part_of_act
from bangfu.audit.eras import code_since_restore
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.kernel.workdays import add_working_days
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor
from bangfu.standards.queries import workday_calendar

from ..errors import ContactMissing, ContactTooLong, NumberOnNotice, PeriodRefused
from ..kinds import NoticeKind
from ..models import Notice
from ..rules.notice import SHORTEST_POSTING, NoticeSubject, holds_number_at, masked

LONGEST_POSTING = 60  # working days
LONGEST_CONTACT = 120  # characters
MOST_NAMED = 5
#: Key of the one advisory lock under which notices are numbered, whichever union's.
NUMBERING = 7_201_605_001


@part_of_act
def issue_notice(
    *,
    kind: NoticeKind,
    subjects: Sequence[NoticeSubject],
    contact: str,
    on: date,
    by: Actor,
    working_days: int = SHORTEST_POSTING,
) -> Notice:
    """Post `subjects` in this order; the posting day itself does not count.

    Args:
        contact: where objections are taken, shown to the public, at most 120 characters.
        working_days: 5 to 60, as the State Council sets them.

    Raises:
        PeriodRefused, ContactMissing, ContactTooLong.
        NumberOnNotice: a household's name or employer holds somebody's number; its rows are named.
        YearNotAnnounced: the period reaches a year whose working days are not known.
        NotPermitted: the actor is the machine, for which no union stands.
    """
    _require_nobodys(subjects)
    union = Union.objects.get(id=by.acting_union_id)
    return Notice.objects.create(
        kind=kind.code,
        union=union,
        contact=checked_contact(contact),
        posted_on=on,
        ends_on=last_day(on, working_days),
        working_days=working_days,
        number=_next_number(union, on),
        token=secrets.token_urlsafe(16),
        entries=[masked(place, subject).plain() for place, subject in enumerate(subjects, 1)],
        by_user_id=by.officer_id,
    )


def _require_nobodys(subjects: Sequence[NoticeSubject]) -> None:
    """Of the sheet for the workplace, too, which says more than the notice. Raises NumberOnNotice."""
    held = {
        place: (subject, column)
        for place, subject in enumerate(subjects, 1)
        if (column := holds_number_at(subject))
    }
    if not held:
        return
    told = [
        phrase(
            "第 {place} 户（{name}）的{column}里有证件号或银行卡号",
            place=place,
            name=without_numbers(subject.name),
            column=phrase(column),
        )
        for place, (subject, column) in list(held.items())[:MOST_NAMED]
    ]
    raise NumberOnNotice(told, list(held))


def last_day(posted_on: date, working_days: int) -> date:
    """The last day of a posting; a decision is possible from the day after.

    Raises:
        PeriodRefused, YearNotAnnounced.
    """
    if not SHORTEST_POSTING <= working_days <= LONGEST_POSTING:
        raise PeriodRefused(working_days, SHORTEST_POSTING, LONGEST_POSTING)
    return add_working_days(posted_on, working_days, workday_calendar())


def checked_contact(contact: str) -> str:
    """The contact, trimmed. Raises ContactMissing, ContactTooLong."""
    contact = trim(contact)
    if not contact:
        raise ContactMissing
    if len(contact) > LONGEST_CONTACT:
        raise ContactTooLong(LONGEST_CONTACT)
    return contact


def _next_number(union: Union, on: date) -> str:
    """`高州市总工会公示〔2010〕3号`: a union's own count within the year, under its name of the day.

    After a restore `〔2010〕KHWC-3号`: the count may have come farther before, on paper.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING])
    so_far = Notice.objects.filter(union=union, posted_on__year=on.year).count()
    era = code_since_restore()
    return f"{union.name}公示〔{on.year}〕{era and f'{era}-'}{so_far + 1}号"
