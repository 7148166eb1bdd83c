"""What moved in a fund, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.scope.actors import Actor

from ..enums import Movement
from ..models import Fund, Transfer

PAGE = 50


@dataclass(frozen=True)
class MovementPage:
    """`before` and `after` are cursors of the pages on either side, "" where there is none."""

    rows: list[Transfer]
    before: str
    after: str


def movements(by: Actor, fund_id: int, *, after: str = "", before: str = "") -> MovementPage:
    """A page of `PAGE` transfers, the newest first; a cursor that is no number is taken as none.

    Raises:
        Fund.DoesNotExist: the fund is not in the actor's jurisdiction.
    """
    fund = Fund.objects.visible_to(by).get(pk=fund_id)
    transfers = Transfer.objects.filter(fund=fund).select_related("debit", "credit")
    older_than, newer_than = _number(after), _number(before)
    if newer_than:
        rows = list(transfers.filter(pk__gt=newer_than).order_by("pk")[: PAGE + 1])
        more, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        return MovementPage(rows, str(rows[0].pk) if more else "", str(rows[-1].pk) if rows else "")
    if older_than:
        transfers = transfers.filter(pk__lt=older_than)
    rows = list(transfers.order_by("-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    first = str(rows[0].pk) if rows and older_than else ""
    return MovementPage(rows, first, str(rows[-1].pk) if more else "")


def is_posted(idem: str) -> bool:
    """Whether the act of this key moved money, in a fund in sight."""
    return Transfer.objects.filter(idem=idem).exists()


def label_of(transfer: Transfer) -> str:
    return str(Movement(transfer.reason).label)


def _number(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
