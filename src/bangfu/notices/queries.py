"""Notices: for officers in their scope, and for the public while the posting runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bangfu.acts.frame import tell
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor
from bangfu.scope.context import scoped
from bangfu.scope.reach import WHOLE_REGISTER

from .errors import PostingOver
from .kinds import kind_of
from .models import Notice
from .rules.notice import PublicEntry, WorkplaceEntry, as_posted, named
from .rules.paper import FOR_PUBLIC, FOR_WORKPLACE, Letter, Sheet, paper


@dataclass(frozen=True)
class PublicNotice:
    """All that the public gets to see, and only while the posting runs."""

    token: str
    number: str
    title: str
    union_name: str
    posted_on: date
    ends_on: date
    working_days: int
    contact: str
    entries: tuple[PublicEntry, ...]


def notices(actor: Actor) -> QuerySet[Notice]:
    """In the actor's scope, the latest first; without their entries."""
    rows = Notice.objects.visible_to(actor).select_related("union").defer("entries")
    return rows.order_by("-id")


def notice_of(actor: Actor, notice_id: int) -> Notice:
    """Raises Notice.DoesNotExist outside the actor's scope."""
    return Notice.objects.visible_to(actor).select_related("union").get(id=notice_id)


def title_of(notice: Notice) -> str:
    """As it stands above the notice, with the union's name."""
    return phrase(kind_of(notice).words.title, union=notice.union.name)


def masked_entries(notice: Notice) -> tuple[PublicEntry, ...]:
    """As they were posted for the public, with those who were taken off since."""
    return tuple(as_posted(entry) for entry in notice.entries)


def named_entries(notice: Notice, by: Actor) -> tuple[WorkplaceEntry, ...]:
    """Names in full for the sheet at the workplace, without those who were taken off since.

    Only officers see it, and reading it is logged. It has an allow-list of its own (`named`).
    """
    subjects = kind_of(notice).subjects(notice, by)
    detail = {"households": len(subjects)}
    tell("notice", notice.id, detail, action="casework.notice_names.read")
    return tuple(named(place, subject) for place, subject in sorted(subjects.items()))


def public_notices(on: date) -> list[PublicNotice]:
    """Those whose posting runs on the day, the latest first; without their entries."""
    with scoped(WHOLE_REGISTER):
        rows = Notice.objects.filter(posted_on__lte=on, ends_on__gte=on).select_related("union")
        return [_public(notice, ()) for notice in rows.defer("entries").order_by("-id")]


def public_notice(token: str, on: date) -> PublicNotice:
    """One notice with its masked entries, without those who were taken off since.

    The public acts as nobody and sees no row: this and the list are read for it in the whole
    register's scope, and nothing but `PublicNotice` leaves it.

    Raises:
        Notice.DoesNotExist: no such token.
        PostingOver: the posting has ended or not begun, or all its households were taken off.
    """
    with scoped(WHOLE_REGISTER):
        notice = Notice.objects.select_related("union").get(token=token)
        if not notice.posted_on <= on <= notice.ends_on:
            raise PostingOver
        still = kind_of(notice).still_posted(notice)
    entries = tuple(entry for entry in masked_entries(notice) if entry.seq in still)
    if not entries:
        raise PostingOver
    return _public(notice, entries)


def public_paper(notice: Notice) -> dict[str, object]:
    """The masked notice as it was posted, for `documents.typesetting`."""
    return _paper(notice, masked_entries(notice), FOR_PUBLIC)


def workplace_paper(notice: Notice, by: Actor) -> dict[str, object]:
    """The sheet with names in full, for `documents.typesetting`; logged as a read."""
    return _paper(notice, named_entries(notice, by), FOR_WORKPLACE)


def _paper(
    notice: Notice, entries: Sequence[PublicEntry | WorkplaceEntry], sheet: Sheet
) -> dict[str, object]:
    letter = Letter(
        union_name=notice.union.name,
        title=title_of(notice),
        number=notice.number,
        posted_on=notice.posted_on,
        ends_on=notice.ends_on,
        working_days=notice.working_days,
        contact=notice.contact,
    )
    return paper(letter, kind_of(notice).words, entries, sheet)


def _public(notice: Notice, entries: tuple[PublicEntry, ...]) -> PublicNotice:
    return PublicNotice(
        token=notice.token,
        number=notice.number,
        title=phrase(kind_of(notice).words.online_title, union=notice.union.name),
        union_name=notice.union.name,
        posted_on=notice.posted_on,
        ends_on=notice.ends_on,
        working_days=notice.working_days,
        contact=notice.contact,
        entries=entries,
    )
