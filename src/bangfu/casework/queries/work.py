"""What waits for an officer, by kind, with how long the oldest has waited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from bangfu.acts.roles import holds
from bangfu.kernel.counting import MOST, Counted, counted
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import CaseState, CaseTab, ReviewGroup, Step
from ..models import Case, Objection
from ..rules.pace import Limits
from ..rules.reviews import WORK
from .limits import limits_of
from .parameters import review_windows
from .reviews import reviews


@dataclass(frozen=True)
class WaitingWork:
    """One kind of work.

    Attributes:
        kind: the step, as people call it.
        tab: the list where it is done: of cases, or of approved households to be reviewed.
        count: how many wait; never 0.
        overdue: how many of them wait too long.
        days_overdue: calendar days, of the oldest; 0 while in time.
    """

    kind: str
    tab: CaseTab | ReviewGroup
    count: Counted
    overdue: Counted
    days_overdue: int

    @property
    def tag(self) -> str:
        """The kind in a word."""
        return Step.REVIEW.label if isinstance(self.tab, ReviewGroup) else self.kind


@dataclass(frozen=True)
class WaitingRows:
    """Rows that wait for a step since a day; they belong to one list.

    Attributes:
        since: the column of that day.
        latest: whoever waits since before is late; by default what the step's limit allows.
    """

    step: Step
    tab: CaseTab | ReviewGroup
    rows: QuerySet[Any]
    since: str
    latest: date | None = None

    @property
    def kind(self) -> str:
        """What the work is called."""
        if isinstance(self.tab, ReviewGroup):
            return phrase(WORK[self.tab])
        return self.step.label


#: How many wait, since when the oldest does, and how many too long; each by the index of `since`.
SUMMED = """
(with chosen as not materialized ({rows})
 select {number}, (select since from chosen order by since limit 1),
   (select count(*) from (select from chosen limit {most}) waiting),
   (select count(*) from (select from chosen where since < %s limit {most}) overdue))
"""


def work_list(actor: Actor, on: date, limits: Limits | None = None) -> list[WaitingWork]:
    """What the actor's duties ask for in its scope, most overdue first.

    Args:
        limits: `limits_of` them, where they are known already.
    """
    known = limits_of(actor, on) if limits is None else limits
    works = _summed(list(_kinds(actor, on)), known, on)
    return sorted(works, key=lambda work: -work.days_overdue)


def _kinds(actor: Actor, on: date) -> Iterator[WaitingRows]:
    cases = Case.objects.visible_to(actor)
    if holds(actor, duties.SUBMIT):
        yield WaitingRows(Step.RESUBMIT, CaseTab.RETURNED, _resubmissions(cases), "moved_on")
    if holds(actor, duties.CHECK):
        submitted = cases.filter(state=CaseState.SUBMITTED)
        others = submitted.exclude(submitted_by_id=actor.user_id or 0)
        yield WaitingRows(Step.CHECK, CaseTab.SUBMITTED, others, "moved_on")
    if holds(actor, duties.POST):
        checked = cases.filter(state=CaseState.CHECKED)
        yield WaitingRows(Step.POST, CaseTab.CHECKED, checked, "moved_on")
    if holds(actor, duties.APPROVE):
        ended = cases.filter(state=CaseState.POSTED, posting_ends_on__lt=on)
        yield WaitingRows(Step.DECIDE, CaseTab.ENDED, ended, "posting_ends_on")
    if holds(actor, duties.ANSWER_OBJECTION):
        yield WaitingRows(Step.ANSWER, CaseTab.POSTED, _objections(actor), "received_on")
    if holds(actor, duties.SUBMIT):
        yield from _reviews(actor, on)


def _reviews(actor: Actor, on: date) -> Iterator[WaitingRows]:
    """Who is past its term is late by that; who is nearly so is not late at all."""
    *_nearer, for_all = review_windows(on)
    latest = {ReviewGroup.LAPSED: for_all.stands_since, ReviewGroup.LAPSING: date.min}
    for group in ReviewGroup:
        rows = reviews(actor, group, on)
        yield WaitingRows(Step.REVIEW, group, rows, "from_day", latest.get(group))


def _resubmissions(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Returned cases that nobody has taken up again."""
    later = Case.objects.filter(household=OuterRef("household"), id__gt=OuterRef("id"))
    return cases.filter(state=CaseState.RETURNED).exclude(Exists(later))


def _objections(actor: Actor) -> QuerySet[Objection]:
    objections = Objection.objects.visible_to(actor).filter(
        outcome="", case__state=CaseState.POSTED
    )
    return objections.exclude(received_by_id=actor.user_id or 0)


def _summed(kinds: Sequence[WaitingRows], limits: Limits, on: date) -> list[WaitingWork]:
    """All kinds in one statement. Nothing is overdue of a step without a limit."""
    latest = [kind.latest or _latest(limits.get(kind.step), on) for kind in kinds]
    parts, values = [], []
    for number, kind in enumerate(kinds):
        rows = kind.rows.order_by().annotate(since=F(kind.since)).values_list("since")
        with suppress(EmptyResultSet):
            sql, params = rows.query.sql_with_params()
            parts.append(SUMMED.format(rows=sql, number=number, most=MOST + 1))
            values += [*params, latest[number]]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), values)
        return [
            _work(kinds[number], oldest, latest[number], count, overdue)
            for number, oldest, count, overdue in cursor.fetchall()
            if count
        ]


def _latest(allowed: int | None, on: date) -> date:
    return date.min if allowed is None else on - timedelta(days=allowed)


def _work(kind: WaitingRows, oldest: date, latest: date, count: int, overdue: int) -> WaitingWork:
    days = max((latest - oldest).days, 0)
    return WaitingWork(kind.kind, kind.tab, counted(count), counted(overdue), days)
