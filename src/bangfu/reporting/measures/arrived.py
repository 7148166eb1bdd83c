"""Aid that has arrived on cards (已到账) in a year, and what of it came back by decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from bangfu.kernel.phrases import mark
from bangfu.rounds.enums import PaymentState
from bangfu.rounds.models import Payment
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_query

from .declared import Asked, Counting, Dimension, Key, Measure, Part, Unit

BY = frozenset({Dimension.AREA, Dimension.SYSTEM, Dimension.UNION})
SOURCE = mark("帮扶资金实名发放、直接到卡，以银行答复入账")
FEN = Measure(
    "arrived.fen",
    mark("本年已发放金额"),
    Unit.FEN,
    mark(
        "自当年一月一日至当日银行答复到账的金额，按到账日计；退回的不算，决定追回的另计，不从中扣除。"
        "归到家庭当日认定所在的地区和系统，没有认定的归到档案所在的。"
    ),
    SOURCE,
    BY,
)
HOUSEHOLDS = Measure(
    "arrived.households",
    mark("本年已发放户数"),
    Unit.HOUSEHOLDS,
    mark("本年有金额到账的家庭，一年到账几次也只算一户。"),
    SOURCE,
    BY,
)
PAYMENTS = Measure(
    "arrived.payments",
    mark("本年已发放笔数"),
    Unit.PAYMENTS,
    mark("本年到账的笔数，一户到账几次就算几笔。"),
    SOURCE,
    BY,
)
UNION = ("household__union__code", "household__union__name")
#: Where a household lies: by the day's determination, else by its file.
AT = {
    Dimension.AREA: Coalesce("d__area_code", "household__area_code"),
    Dimension.SYSTEM: Coalesce("d__own_system", "household__system"),
}


def payments_in_year(day: date, actor: Actor) -> QuerySet[Payment]:
    """Of the year in which the ledger booked it, for unions below may not see a round's own day.

    With the union where the family lives now, and with no other: its payer may still see it.
    """
    return Payment.objects.lying_with(actor).filter(
        state=PaymentState.PAID, answered_on__year=day.year, answered_on__lte=day
    )


def payments_of(asked: Asked, actor: Actor) -> QuerySet[Payment]:
    """The payments that such a figure counts: with `place` where they are parted or narrowed by one."""
    payments = payments_in_year(asked.day, actor)
    place = next((each for each in AT if each in (*asked.by, *asked.within)), None)
    if place:
        payments = _placed(payments, asked.day, place)
        if place in asked.within:
            payments = payments.filter(**{"place": asked.within[place]})
    if Dimension.UNION in asked.within:
        payments = payments.filter(household__union__code=asked.within[Dimension.UNION])
    return payments


def parts(asked: Asked, actor: Actor) -> list[Part]:
    """By one dimension or none: a household lies in one place, one system and one union."""
    payments = payments_of(asked, actor)
    if not asked.by:
        return [Part({}, numbers) for _all, numbers in _summed(payments)]
    (dimension,) = asked.by
    columns = UNION if dimension is Dimension.UNION else ("place",)
    return [
        Part({dimension: Key(its[0], its[-1])}, numbers)
        for its, numbers in _summed(payments, *columns)
    ]


def _summed(payments: QuerySet[Payment], *group: str) -> Iterator[tuple[list[str], list[int]]]:
    """The values of the columns, "" where there is none, and fen, households and payments that are alike."""
    # A constant, where nothing parts them: `aggregate` would be planned anew each time.
    columns: dict[str, Any] = {f"of{place}": F(name) for place, name in enumerate(group)}
    columns = columns or {"of0": Value("")}
    counted = payments.order_by().values(**columns)
    rows = prepared_query(
        counted.annotate(
            fen=Sum("amount_fen"), households=Count("household", distinct=True), n=Count("pk")
        )
    )
    for row in rows:
        yield [each or "" for each in row[:-3]], [int(number or 0) for number in row[-3:]]


def _placed(payments: QuerySet[Payment], day: date, place: Dimension) -> QuerySet[Payment]:
    determined = FilteredRelation(
        "household__determinations",
        condition=Q(
            household__determinations__holds_from__lte=day,
            household__determinations__holds_until__gt=day,
        ),
    )
    return payments.annotate(d=determined).annotate(place=AT[place])


COUNTING = Counting((FEN, HOUSEHOLDS, PAYMENTS), parts)
