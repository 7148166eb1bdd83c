"""What waits for an officer, by kind, with how long the oldest has waited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from bangfu.acts.roles import holds
from bangfu.kernel.counting import Counted
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from .. import duties
from ..enums import CaseState, CaseTab, Step
from ..models import Case, Objection
from ..rules.pace import Limits
from .limits import limits_of


@dataclass(frozen=True)
class WaitingWork:
    """One kind of work.

    Attributes:
        kind: the step, as people call it.
        tab: the list where it is done.
        count: how many wait; never 0.
        overdue: how many of them wait too long.
        days_overdue: calendar days, of the oldest; 0 while in time.
    """

    kind: str
    tab: CaseTab
    count: Counted
    overdue: Counted
    days_overdue: int


def work_list(actor: Actor, on: date) -> list[WaitingWork]:
    """What the actor's duties ask for in its scope, most overdue first."""
    kinds = [work for work in _kinds(actor, on, limits_of(actor, on)) if work is not None]
    return sorted(kinds, key=lambda work: -work.days_overdue)


def _kinds(actor: Actor, on: date, limits: Limits) -> Iterable[WaitingWork | None]:
    cases = Case.objects.visible_to(actor)
    if holds(actor, duties.SUBMIT):
        yield _resubmissions(cases, limits, on)
    if holds(actor, duties.CHECK):
        submitted = cases.filter(state=CaseState.SUBMITTED).exclude(
            submitted_by_id=actor.user_id or 0
        )
        yield _summed(Step.CHECK, CaseTab.SUBMITTED, submitted, "moved_on", limits, on)
    if holds(actor, duties.POST):
        checked = cases.filter(state=CaseState.CHECKED)
        yield _summed(Step.POST, CaseTab.CHECKED, checked, "moved_on", limits, on)
    if holds(actor, duties.APPROVE):
        ended = cases.filter(state=CaseState.POSTED, posting_ends_on__lt=on)
        yield _summed(Step.DECIDE, CaseTab.ENDED, ended, "posting_ends_on", limits, on)
    if holds(actor, duties.ANSWER_OBJECTION):
        yield _objections(actor, limits, on)


def _resubmissions(cases: QuerySet[Case], limits: Limits, on: date) -> WaitingWork | None:
    """Returned cases that nobody has taken up again."""
    later = Case.objects.filter(household=OuterRef("household"), id__gt=OuterRef("id"))
    returned = cases.filter(state=CaseState.RETURNED).exclude(Exists(later))
    return _summed(Step.RESUBMIT, CaseTab.RETURNED, returned, "moved_on", limits, on)


def _objections(actor: Actor, limits: Limits, on: date) -> WaitingWork | None:
    objections = Objection.objects.visible_to(actor).filter(
        outcome="", case__state=CaseState.POSTED
    )
    mine = objections.exclude(received_by_id=actor.user_id or 0)
    return _summed(Step.ANSWER, CaseTab.POSTED, mine, "received_on", limits, on)


def _summed(
    step: Step,
    tab: CaseTab,
    rows: QuerySet[Any],
    since: str,
    limits: Limits,
    on: date,
) -> WaitingWork | None:
    """None where nothing waits. A step without a limit is never overdue."""
    allowed = limits.get(step)
    latest = date.min if allowed is None else on - timedelta(days=allowed)
    oldest = rows.order_by(since).values_list(since, flat=True).first()
    if oldest is None:
        return None
    overdue = count_of(rows.filter(**{f"{since}__lt": latest})) if oldest < latest else Counted(0)
    days = max((latest - oldest).days, 0)
    return WaitingWork(step.label, tab, count_of(rows), overdue, days)
