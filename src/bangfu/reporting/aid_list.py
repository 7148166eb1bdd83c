"""The awards that a figure of the year's aid counts, one by one: they add up to it to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from bangfu.rounds.models import Payment, Round
from bangfu.scope.actors import Actor
from bangfu.scope.paging import page_of

from .aid import paid_in_year, placed
from .figures import BLANK, Grouping


@dataclass(frozen=True)
class AidWanted:
    """Which figure: of a day, by place or system; "" for the total and for all unions of a line.

    Attributes:
        code: of the line, as `figures.Row.code` has it.
        union_code: of the union that the line was opened to.
    """

    day: date
    grouping: Grouping = Grouping.AREA
    code: str = ""
    union_code: str = ""


@dataclass(frozen=True)
class AidLine:
    """An award that arrived. `round` is None where it is another union's, out of sight."""

    payment: Payment
    round: Round | None


@dataclass(frozen=True)
class AidPage:
    """`count`, `households` and `paid_fen` are of all pages; `before` and `after` as of `Page`."""

    rows: list[AidLine]
    count: int
    households: int
    paid_fen: int
    before: str
    after: str


def aid_page(actor: Actor, wanted: AidWanted, *, after: str = "", before: str = "") -> AidPage:
    """A page of what arrived, the newest payment first."""
    counted = _wanted(actor, wanted)
    sums = counted.aggregate(
        n=Count("pk"), households=Count("household", distinct=True), fen=Sum("amount_fen")
    )
    shown = counted.select_related("award", "household", "household__union")
    page = page_of(shown, "id", after=after, before=before, newest_first=True)
    # Asked apart: a round out of sight would take its payment along.
    rounds = Round.objects.in_bulk({payment.round_id for payment in page.rows})
    rows = [AidLine(payment, rounds.get(payment.round_id)) for payment in page.rows]
    fen = int(sums["fen"] or 0)
    return AidPage(rows, sums["n"], sums["households"], fen, page.before, page.after)


def _wanted(actor: Actor, wanted: AidWanted) -> QuerySet[Payment]:
    counted = paid_in_year(actor, wanted.day)
    if wanted.code:
        inside = placed(counted, wanted.day, wanted.grouping)
        counted = inside.filter(place="" if wanted.code == BLANK else wanted.code)
    if wanted.union_code:
        counted = counted.filter(household__union__code=wanted.union_code)
    return counted
