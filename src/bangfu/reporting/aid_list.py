"""The awards that a figure of the year's aid counts, one by one: they add up to it to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.rounds.models import Payment, Round
from bangfu.scope.actors import Actor
from bangfu.scope.paging import page_of

from .figures import Grouping, asked_code
from .measures import arrived
from .measures.catalogue import count
from .measures.declared import Asked, Dimension


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

    @property
    def asked(self) -> Asked:
        within = {self.grouping.dimension: asked_code(self.code)} if self.code else {}
        if self.union_code:
            within[Dimension.UNION] = self.union_code
        return Asked(self.day, within=within)


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
    measures = (arrived.PAYMENTS, arrived.HOUSEHOLDS, arrived.FEN)
    (all_pages,) = count(measures, wanted.asked, actor)
    counted = arrived.payments_of(wanted.asked, actor)
    shown = counted.select_related("award", "household", "household__union")
    page = page_of(shown, "id", after=after, before=before, newest_first=True)
    # Asked apart: a round out of sight would take its payment along.
    rounds = Round.objects.in_bulk({payment.round_id for payment in page.rows})
    rows = [AidLine(payment, rounds.get(payment.round_id)) for payment in page.rows]
    payments, households, fen = all_pages.numbers
    return AidPage(rows, payments, households, fen, page.before, page.after)
