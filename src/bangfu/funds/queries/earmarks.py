"""What a fund may be used for, as its rules take it."""

from __future__ import annotations

from ..models import Fund
from ..rules.restrictions import Earmark


def earmark_of(fund: Fund) -> Earmark:
    """What its money is for, as the rules ask it; fixed when the fund was opened."""
    return Earmark(
        programme_id=fund.programme_id,
        area_code=fund.area_code,
        classes=frozenset(fund.classes),
        opened_on=fund.opened_on,
    )
