"""Counting rows for a page without reading all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.counting import MOST, Counted, counted


def count_of(rows: QuerySet[Any], most: int = MOST) -> Counted:
    """How many rows; the database stops when there are more than `most`."""
    return counted(rows.order_by().values("pk")[: most + 1].count(), most)
