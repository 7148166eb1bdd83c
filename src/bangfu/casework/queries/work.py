"""What waits for an officer, by kind, with how long the oldest has waited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import CaseState, CaseTab
from ..models import Case, Objection
from ..rules.pace import DAYS_ALLOWED, DAYS_TO_ANSWER, DAYS_TO_RESUBMIT


@dataclass(frozen=True)
class Work:
    """One kind of work.

    Attributes:
        tab: the list where it is done.
        count: how many wait; never 0.
        overdue: how many of them wait too long.
        days_overdue: of the oldest; 0 while in time.
    """

    kind: str
    tab: CaseTab
    count: int
    overdue: int
    days_overdue: int


def work_list(actor: Actor, on: date) -> list[Work]:
    """What the actor's role must act on in its scope, most overdue first."""
    found = [work for work in _kinds(actor, on) if work is not None]
    return sorted(found, key=lambda work: -work.days_overdue)


def _kinds(actor: Actor, on: date) -> Iterable[Work | None]:
    cases = Case.objects.visible_to(actor)
    if actor.role == Role.FILER:
        yield _resubmissions(cases, on)
    if actor.role == Role.REVIEWER:
        submitted = cases.filter(state=CaseState.SUBMITTED).exclude(
            submitted_by_id=actor.user_id or 0
        )
        yield _waiting("审核", CaseTab.SUBMITTED, submitted, on)
        checked = cases.filter(state=CaseState.CHECKED)
        yield _waiting("公示", CaseTab.CHECKED, checked, on)
    if actor.role == Role.APPROVER:
        ended = cases.filter(state=CaseState.POSTED, posting_ends_on__lt=on)
        yield _waiting("审批", CaseTab.ENDED, ended, on)
    if actor.role in (Role.REVIEWER, Role.APPROVER):
        yield _objections(actor, on)


def _waiting(kind: str, tab: CaseTab, cases: QuerySet[Case], on: date) -> Work | None:
    posted = tab == CaseTab.ENDED
    state = CaseState.POSTED if posted else CaseState(tab.value)
    since = "posting_ends_on" if posted else "moved_on"
    return _summed(kind, tab, cases, since, DAYS_ALLOWED[state], on)


def _resubmissions(cases: QuerySet[Case], on: date) -> Work | None:
    """Returned cases that nobody has taken up again."""
    later = Case.objects.filter(household=OuterRef("household"), id__gt=OuterRef("id"))
    returned = cases.filter(state=CaseState.RETURNED).exclude(Exists(later))
    return _summed("补正", CaseTab.RETURNED, returned, "moved_on", DAYS_TO_RESUBMIT, on)


def _objections(actor: Actor, on: date) -> Work | None:
    objections = Objection.objects.visible_to(actor).filter(
        outcome="", case__state=CaseState.POSTED
    )
    mine = objections.exclude(received_by_id=actor.user_id or 0)
    return _summed("答复异议", CaseTab.POSTED, mine, "received_on", DAYS_TO_ANSWER, on)


def _summed(
    kind: str,
    tab: CaseTab,
    rows: QuerySet[Any],
    since: str,
    allowed: int,
    on: date,
) -> Work | None:
    limit = on - timedelta(days=allowed)
    found = rows.aggregate(
        count=Count("id"),
        oldest=Min(since),
        overdue=Count("id", filter=Q(**{f"{since}__lt": limit})),
    )
    if not found["count"]:
        return None
    days = max((limit - found["oldest"]).days, 0)
    return Work(kind, tab, found["count"], found["overdue"], days)
