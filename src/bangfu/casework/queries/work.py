"""What waits for an officer, by kind, with how long the oldest has waited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import EmptyResultSet
from django.db.models import F

from bangfu.acts.duties import Duty
from bangfu.acts.roles import holds
from bangfu.kernel.counting import MOST, Counted, counted
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight_in_order
from bangfu.scope.prepared import prepared_rows

from .. import duties
from ..enums import CaseState, CaseTab, ReviewGroup, Step
from ..rules.pace import Limits
from ..rules.reviews import WORK
from .limits import limits_of
from .parameters import review_windows
from .reviews import reviews
from .reviews_by_hand import days_waited


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
        chosen: SQL of their days, each as `since`; `values` are its own, in their order.
        latest: whoever waits since before is late; by default what the step's limit allows.
    """

    step: Step
    tab: CaseTab | ReviewGroup
    chosen: str
    values: Sequence[object]
    latest: date | None = None

    @property
    def kind(self) -> str:
        """What the work is called."""
        if isinstance(self.tab, ReviewGroup):
            return phrase(WORK[self.tab])
        return self.step.label


#: Whose duty a group is; the others are for who submits.
WHOSE = {ReviewGroup.CHANGED: duties.PROPOSE, ReviewGroup.PROPOSED: duties.ADJUST}
#: How many wait, since when the oldest does, and how many too long; each by the index of `since`.
SUMMED = """
(with chosen as not materialized ({chosen})
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


#: Days of cases and objections that wait. States stand in them as they are, for the indexes of what waits
#: hold some alone.
RETURNED = f"""
select w.moved_on since from casework_case w where w.state = '{CaseState.RETURNED.value}'
  and not exists (select from casework_case later  -- nobody has taken it up again
                  where later.household_id = w.household_id and later.id > w.id)
"""
SUBMITTED = f"""
select w.moved_on since from casework_case w
where w.state = '{CaseState.SUBMITTED.value}' and w.submitted_by_id <> %s
"""
CHECKED = (
    f"select w.moved_on since from casework_case w where w.state = '{CaseState.CHECKED.value}'"
)
ENDED = f"""
select w.posting_ends_on since from casework_case w
where w.state = '{CaseState.POSTED.value}' and w.posting_ends_on < %s
"""
OBJECTED = f"""
select w.received_on since from casework_objection w join casework_case c on c.id = w.case_id
where w.outcome = '' and c.state = '{CaseState.POSTED.value}' and w.received_by_id <> %s
"""


def _kinds(actor: Actor, on: date) -> Iterator[WaitingRows]:
    in_sight, seen = sight_in_order(actor, "w")
    own = actor.user_id or 0
    kinds: tuple[tuple[Duty, Step, CaseTab, str, list[object]], ...] = (
        (duties.SUBMIT, Step.RESUBMIT, CaseTab.RETURNED, RETURNED, []),
        (duties.CHECK, Step.CHECK, CaseTab.SUBMITTED, SUBMITTED, [own]),
        (duties.POST, Step.POST, CaseTab.CHECKED, CHECKED, []),
        (duties.APPROVE, Step.DECIDE, CaseTab.ENDED, ENDED, [on]),
        (duties.ANSWER_OBJECTION, Step.ANSWER, CaseTab.POSTED, OBJECTED, [own]),
    )
    for duty, step, tab, days, values in kinds:
        if holds(actor, duty):
            yield WaitingRows(step, tab, f"{days} and {in_sight}", [*values, *seen])
    yield from _reviews(actor, on)


def _reviews(actor: Actor, on: date) -> Iterator[WaitingRows]:
    """Who is past its term is late by that; who is nearly so is not late at all."""
    windows = review_windows(on)
    for_all = windows[-1]
    latest = {ReviewGroup.LAPSED: for_all.stands_since, ReviewGroup.LAPSING: date.min}
    mine = [group for group in ReviewGroup if holds(actor, WHOSE.get(group, duties.SUBMIT))]
    for group in mine:
        if len(windows) == 1:
            days, seen = days_waited(actor, group, on, for_all)
            yield WaitingRows(Step.REVIEW, group, days, seen, latest.get(group))
            continue
        rows = reviews(actor, group, on).order_by().annotate(since=F("from_day"))
        with suppress(EmptyResultSet):
            chosen, values = rows.values_list("since").query.sql_with_params()
            yield WaitingRows(Step.REVIEW, group, chosen, values, latest.get(group))


def _summed(kinds: Sequence[WaitingRows], limits: Limits, on: date) -> list[WaitingWork]:
    """All kinds in one statement. Nothing is overdue of a step without a limit."""
    latest = [kind.latest or _latest(limits.get(kind.step), on) for kind in kinds]
    parts = [
        SUMMED.format(chosen=kind.chosen, number=number, most=MOST + 1)
        for number, kind in enumerate(kinds)
    ]
    values = [
        value for kind, late in zip(kinds, latest, strict=True) for value in (*kind.values, late)
    ]
    if not parts:
        return []
    return [
        _work(kinds[number], oldest, latest[number], count, overdue)
        for number, oldest, count, overdue in prepared_rows(" union all ".join(parts), values)
        if count
    ]


def _latest(allowed: int | None, on: date) -> date:
    return date.min if allowed is None else on - timedelta(days=allowed)


def _work(kind: WaitingRows, oldest: date, latest: date, count: int, overdue: int) -> WaitingWork:
    days = max((latest - oldest).days, 0)
    return WaitingWork(kind.kind, kind.tab, counted(count), counted(overdue), days)
