"""Notices: for officers in their scope, and for the public while the posting runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from bangfu.audit.recording import record
from bangfu.kernel.phrases import phrase
from bangfu.registry.models import HouseholdFacts
from bangfu.scope.actors import Actor
from bangfu.scope.context import scoped
from bangfu.scope.reach import WHOLE_REGISTER

from ..enums import CaseState
from ..errors import PostingOver
from ..models import Case, Notice
from ..rules.notice import Entry, Subject, named
from ..rules.paper import FOR_PUBLIC, FOR_WORKPLACE, Letter, paper

STILL_NAMED = (CaseState.POSTED, CaseState.APPROVED)


@dataclass(frozen=True)
class PublicNotice:
    """All that the public gets to see, and while the posting runs only."""

    token: str
    number: str
    title: str
    union_name: str
    posted_on: date
    ends_on: date
    working_days: int
    contact: str
    entries: tuple[Entry, ...]


def notices(actor: Actor, on: date) -> QuerySet[Notice]:
    """In the actor's scope, the latest first; `open_objections` counts what is unanswered."""
    unanswered = Count("cases__objections", filter=Q(cases__objections__outcome=""))
    rows = Notice.objects.visible_to(actor).select_related("union").defer("entries")
    return rows.annotate(open_objections=unanswered).order_by("-id")


def notice_of(actor: Actor, notice_id: int) -> Notice:
    """Raises Notice.DoesNotExist outside the actor's scope."""
    return Notice.objects.visible_to(actor).select_related("union").get(id=notice_id)


def cases_on(notice: Notice, actor: Actor) -> QuerySet[Case]:
    """The cases of a notice in its order, as far as the actor may see them."""
    rows = Case.objects.visible_to(actor).filter(notice=notice).select_related("household")
    return rows.order_by("notice_seq")


def title_of(notice: Notice) -> str:
    return phrase("{union}关于困难职工认定的公示", union=notice.union.name)


def masked_entries(notice: Notice) -> tuple[Entry, ...]:
    """As posted for the public, whoever was taken off since included."""
    return tuple(Entry(**entry) for entry in notice.entries)


def named_entries(notice: Notice, by: Actor) -> tuple[Entry, ...]:
    """Names in full for the workplace sheet (J2); officers only, and logged as a read.

    Built from its own allow-list; cases returned or refused since are left out.
    """
    cases = list(cases_on(notice, by).filter(state__in=STILL_NAMED))
    subjects = subjects_of(cases)
    record(by, "casework.notice_names.read", "notice", notice.id, {"households": len(cases)})
    return tuple(named(case.notice_seq or 0, subjects[case.id]) for case in cases)


def subjects_of(cases: list[Case]) -> dict[int, Subject]:
    """By case id: name and employer as the facts of the case have them."""
    versions = HouseholdFacts.objects.only("name", "employer")
    facts = versions.in_bulk({case.facts_id for case in cases})
    return {
        case.id: Subject(
            name=facts[case.facts_id].name or case.household.head_name,
            employer=facts[case.facts_id].employer,
            size=case.size,
            hardship_class=case.hardship_class,
        )
        for case in cases
    }


def public_notices(on: date) -> list[PublicNotice]:
    """Those whose posting runs on the day, the latest first; without their entries."""
    with scoped(WHOLE_REGISTER):
        rows = Notice.objects.filter(posted_on__lte=on, ends_on__gte=on).select_related("union")
        return [_public(notice, ()) for notice in rows.defer("entries").order_by("-id")]


def public_notice(token: str, on: date) -> PublicNotice:
    """One notice with its masked entries; households taken off the posting are gone from it.

    The public acts as nobody and sees no row; this alone is read for it, through an allow-list.

    Raises:
        Notice.DoesNotExist: no such token.
        PostingOver: the posting has ended, or all its households were taken off.
    """
    with scoped(WHOLE_REGISTER):
        notice = Notice.objects.select_related("union").get(token=token)
        if not notice.posted_on <= on <= notice.ends_on:
            raise PostingOver
        still = set(
            Case.objects.filter(notice=notice, state=CaseState.POSTED).values_list(
                "notice_seq", flat=True
            )
        )
    entries = tuple(entry for entry in masked_entries(notice) if entry.seq in still)
    if not entries:
        raise PostingOver
    return _public(notice, entries)


def _public(notice: Notice, entries: tuple[Entry, ...]) -> PublicNotice:
    return PublicNotice(
        token=notice.token,
        number=notice.number,
        title=title_of(notice),
        union_name=notice.union.name,
        posted_on=notice.posted_on,
        ends_on=notice.ends_on,
        working_days=notice.working_days,
        contact=notice.contact,
        entries=entries,
    )


def public_paper(notice: Notice) -> dict[str, object]:
    """The masked notice, as posted, for typesetting."""
    return paper(_letter(notice), masked_entries(notice), FOR_PUBLIC)


def workplace_paper(notice: Notice, by: Actor) -> dict[str, object]:
    """The sheet with names in full; logged as a read."""
    return paper(_letter(notice), named_entries(notice, by), FOR_WORKPLACE)


def _letter(notice: Notice) -> Letter:
    return Letter(
        union_name=notice.union.name,
        title=title_of(notice),
        number=notice.number,
        posted_on=notice.posted_on,
        ends_on=notice.ends_on,
        working_days=notice.working_days,
        contact=notice.contact,
    )
