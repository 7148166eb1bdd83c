"""What an officer's desk shows beside the figures: what waits for them, new files, main causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from bangfu.casework.enums import CaseTab
from bangfu.casework.queries import work_list
from bangfu.eligibility.queries import determinations
from bangfu.registry.models import Household
from bangfu.rounds.enums import PaymentState, RoundState
from bangfu.rounds.models import Payment
from bangfu.rounds.queries.rounds import may_take, next_step, rounds_visible, step_titles
from bangfu.scope.actors import Actor

MONTHS = 12
MOST_CAUSES = 8


@dataclass(frozen=True)
class Todo:
    """One line of 我的待办. `tab` opens that list of cases, `round_id` that round."""

    kind: str
    title: str
    note: str
    count: int
    tab: CaseTab | None = None
    round_id: int | None = None


@dataclass(frozen=True)
class Cause:
    name: str
    households: int


@dataclass(frozen=True)
class Aid:
    """What has arrived on cards (已到账), in fen, and at how many households."""

    paid_fen: int
    households: int


def todos(actor: Actor, on: date) -> list[Todo]:
    """Cases first, the most overdue on top, then rounds whose next step is the actor's."""
    return [*_case_work(actor, on), *_round_work(actor)]


def opened_by_month(actor: Actor, on: date) -> list[tuple[date, int]]:
    """New files in each of the twelve months that end with the day's."""
    months = [_month_before(on, back) for back in reversed(range(MONTHS))]
    counted = dict(
        Household.objects.visible_to(actor)
        .filter(opened_on__gte=months[0], opened_on__lte=on)
        .annotate(month=TruncMonth("opened_on"))
        .values_list("month")
        .annotate(n=Count("id"))
        .order_by()
    )
    return [(month, counted.get(month, 0)) for month in months]


def aid_paid(actor: Actor, on: date) -> Aid:
    """Of the rounds whose day of payment lies in the year of `on`."""
    found = Payment.objects.visible_to(actor).filter(
        state=PaymentState.PAID, award__round__day__year=on.year
    )
    counted = found.aggregate(fen=Sum("amount_fen"), households=Count("household", distinct=True))
    return Aid(counted["fen"] or 0, counted["households"])


def main_causes(actor: Actor, day: date) -> list[Cause]:
    """主要致困原因 of the day's register, the most frequent first."""
    counted = (
        determinations(day, actor)
        .exclude(main_cause="")
        .values_list("main_cause")
        .annotate(n=Count("id"))
        .order_by("-n", "main_cause")
    )
    return [Cause(*row) for row in counted[:MOST_CAUSES]]


def _case_work(actor: Actor, on: date) -> list[Todo]:
    found = []
    for work in work_list(actor, on):
        late = f"{work.overdue} 件超期，最久 {work.days_overdue} 天" if work.overdue else "均未超期"
        found.append(Todo(work.kind, f"{work.count} 件待{work.kind}", late, work.count, work.tab))
    return found


def _round_work(actor: Actor) -> list[Todo]:
    titles = step_titles()
    found = []
    over = (RoundState.RECONCILED, RoundState.CANCELLED)
    for one in rounds_visible(actor).exclude(state__in=over).order_by("-pk"):
        step = next_step(one)
        if step and may_take(step, one, actor):
            found.append(Todo(titles[step], one.title, one.union.name, 1, round_id=one.pk))
    return found


def _month_before(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
