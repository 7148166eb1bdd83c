"""Aid that has arrived on cards (已到账), in the lines of the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from bangfu.rounds.enums import ClaimOutcome, PaymentState
from bangfu.rounds.models import ClaimEnd, Payment
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_query

from .figures import BLANK, Figures, Grouping, Row

#: Where a household is counted: by the day's determination, else by its file.
PLACES = {
    Grouping.AREA: Coalesce("d__area_code", "household__area_code"),
    Grouping.SYSTEM: Coalesce("d__own_system", "household__system"),
}


@dataclass(frozen=True)
class AidPaid:
    """How much was paid, in fen, and to how many households."""

    paid_fen: int
    households: int


def with_aid(figures: Figures, on: date, actor: Actor) -> Figures:
    """The same figures, each line with what its households were paid in the year of `on`, in fen.

    A place that was paid but has no line gets one, so that the lines always add up to all that
    the actor's households were paid.

    Args:
        on: payments count from the beginning of its year until then, places by the figures' own day.
    """
    paid = _by(paid_in_year(actor, on), figures.day, figures.grouping)
    rows = {row.code: row for row in figures.rows}
    for code in sorted(paid.keys() - rows.keys()):
        rows[code] = Row(code, code)
    _fill(rows.values(), paid)
    total = replace(
        figures.total,
        aid_households=sum(row.aid_households for row in rows.values()),
        aid_fen=sum(row.aid_fen for row in rows.values()),
    )
    return replace(figures, rows=tuple(rows.values()), total=total)


def fill_aid_below(
    rows: Iterable[Row], figures: Figures, code: str, on: date, actor: Actor
) -> None:
    """Write the same into the rows of the unions that one line opens to (`figures.unions_below`).

    Here a union without a row gets none: what its households were paid stands in the line alone.

    Args:
        code: the line's, as `Row.code` has it.
    """
    inside = placed(paid_in_year(actor, on), figures.day, figures.grouping)
    inside = inside.filter(place="" if code == BLANK else code)
    counted = inside.values_list("household__union__code").annotate(
        n=Count("household", distinct=True), fen=Sum("amount_fen")
    )
    _fill(rows, {union: AidPaid(fen, n) for union, n, fen in counted.order_by()})


def recovered_in_year(on: date, actor: Actor) -> int:
    """What came back by decision (追回) in the year of `on` until then, in fen: told apart, never taken off
    what arrived. What the bank sent back whole is none of it.
    """
    came = ClaimEnd.objects.lying_with(actor).filter(
        outcome=ClaimOutcome.RECOVERED,
        recovery__payment__state=PaymentState.PAID,
        day__year=on.year,
        day__lte=on,
    )
    # One sum, as `aggregate` would ask for it; that asks at once, and is planned anew each time.
    rows = prepared_query(came.order_by().values(all=Value(1)).annotate(fen=Sum("amount_fen")))
    return sum(int(fen or 0) for _all, fen in rows)


def _fill(rows: Iterable[Row], paid: dict[str, AidPaid]) -> None:
    for row in rows:
        if aid := paid.get(row.code):
            row.aid_households, row.aid_fen = aid.households, aid.paid_fen


def _by(payments: QuerySet[Payment], day: date, grouping: Grouping) -> dict[str, AidPaid]:
    counted = (
        placed(payments, day, grouping)
        .values_list("place")
        .annotate(n=Count("household", distinct=True), fen=Sum("amount_fen"))
        .order_by()
    )
    rows = prepared_query(counted)
    return {place or BLANK: AidPaid(int(fen), n) for place, n, fen in rows}


def placed(payments: QuerySet[Payment], day: date, grouping: Grouping) -> QuerySet[Payment]:
    determined = FilteredRelation(
        "household__determinations",
        condition=Q(
            household__determinations__holds_from__lte=day,
            household__determinations__holds_until__gt=day,
        ),
    )
    return payments.annotate(d=determined).annotate(place=PLACES[grouping])


def paid_in_year(actor: Actor, on: date) -> QuerySet[Payment]:
    """Of the year in which the ledger booked it, for unions below may not see a round's own day.

    With the union where the family lives now, and with no other: its payer may still see it.
    """
    return Payment.objects.lying_with(actor).filter(
        state=PaymentState.PAID, answered_on__year=on.year, answered_on__lte=on
    )
