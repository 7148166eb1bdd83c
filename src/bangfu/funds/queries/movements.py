"""What moved in a fund, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from bangfu.kernel.counting import Counted
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from ..enums import Movement
from ..models import Fund, Transfer

PAGE = 50
RECEIPTS = (Movement.RECEIVE, Movement.REVERSE)  # as the index `transfer_receipts` has them


@dataclass(frozen=True)
class MovedLine:
    """A transfer as ledgers show it. `signed_fen`: below zero for what was reversed, which is red."""

    transfer: Transfer

    @property
    def label(self) -> str:
        """What it moved for, in words."""
        return str(Movement(self.transfer.reason).label)

    @property
    def is_red(self) -> bool:
        """Whether it takes back a receipt."""
        return self.transfer.reason == Movement.REVERSE

    @property
    def is_receipt(self) -> bool:
        """Whether money came in by it."""
        return self.transfer.reason == Movement.RECEIVE

    @property
    def signed_fen(self) -> int:
        """Fen as a ledger writes them: below zero in red."""
        return -self.transfer.amount if self.is_red else self.transfer.amount


@dataclass(frozen=True)
class MovementPage:
    """`before` and `after` are cursors of the pages on either side, "" where there is none."""

    rows: list[MovedLine]
    before: str
    after: str


def movements(
    by: Actor,
    fund_id: int,
    *,
    after: str = "",
    before: str = "",
    receipts: bool = False,
    size: int = PAGE,
) -> MovementPage:
    """A page of `size` transfers, the newest first; a cursor that is no number is taken as none.

    Args:
        receipts: of what came in alone, and of what was reversed of it.

    Raises:
        Fund.DoesNotExist: the fund is not in the actor's jurisdiction.
    """
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    transfers = Transfer.objects.filter(fund=fund).select_related("debit", "credit")
    if receipts:
        transfers = transfers.filter(reason__in=RECEIPTS)
    older_than, newer_than = _number(after), _number(before)
    if newer_than:
        rows = list(transfers.filter(pk__gt=newer_than).order_by("pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return _page(rows, str(rows[0].pk) if more else "", str(rows[-1].pk) if rows else "")
    if older_than:
        transfers = transfers.filter(pk__lt=older_than)
    rows = list(transfers.order_by("-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    first = str(rows[0].pk) if rows and older_than else ""
    return _page(rows, first, str(rows[-1].pk) if more else "")


def movement_seen(by: Actor, fund_id: int, transfer_id: int) -> MovedLine:
    """One of a fund's transfers, with what it undoes.

    Raises:
        Fund.DoesNotExist, Transfer.DoesNotExist: not in the actor's jurisdiction, or of another fund.
    """
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    transfers = Transfer.objects.select_related("fund__union", "debit", "credit", "about")
    return MovedLine(transfers.get(pk=transfer_id, fund=fund))


def undone_of(line: MovedLine) -> MovedLine | None:
    """What a movement undoes, if it undoes one."""
    return MovedLine(line.transfer.about) if line.transfer.about else None


def undoing(line: MovedLine) -> list[MovedLine]:
    """What undid a movement, whole or in part, in order."""
    return [MovedLine(each) for each in line.transfer.undone_by.order_by("pk")]


def count_movements(by: Actor, fund_id: int, most: int) -> Counted:
    """Raises Fund.DoesNotExist: the fund is not in the actor's jurisdiction."""
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    return count_of(Transfer.objects.filter(fund=fund), most)


def moved_by(idems: Iterable[str]) -> list[MovedLine]:
    """The movements of these acts, in funds in sight, in the order of the ledger."""
    moved = Transfer.objects.filter(idem__in=list(idems)).select_related("debit", "credit")
    return [MovedLine(each) for each in moved.order_by("pk")]


def moved_between(fund_id: int, after: datetime | None, until: datetime) -> QuerySet[Transfer]:
    """What moved in a fund in sight, by when it was booked.

    Args:
        after, until: the first is left out, None for the beginning; the last counts.
    """
    moved = Transfer.objects.filter(fund_id=fund_id, at__lte=until)
    return moved if after is None else moved.filter(at__gt=after)


def is_posted(idem: str) -> bool:
    """Whether the act of this key moved money, in a fund in sight."""
    return Transfer.objects.filter(idem=idem).exists()


def _page(rows: list[Transfer], before: str, after: str) -> MovementPage:
    return MovementPage([MovedLine(row) for row in rows], before, after)


def _number(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
