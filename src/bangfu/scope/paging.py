"""Keyset pages: the cursor is the key of a row, so that page 200 costs what page 1 does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Shown = TypeVar("Shown")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """`before` and `after` are cursors for the neighbours, "" where there is nothing more."""

    rows: list[Shown]
    before: str
    after: str


def page_of(
    rows: QuerySet[Any] | Sequence[QuerySet[Any]],
    key: str,
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
    newest_first: bool = False,
    read: Callable[[QuerySet[Any]], Iterable[Any]] = list,
) -> Page[Any]:
    """One page in the order of a unique column.

    Args:
        rows: one query, or several without a common row, each read as far as one page may need.
        key: the column, also of a joined table (`id`, `household__file_no`).
        after, before: a cursor of an earlier page; `before` wins.
        size: rows a page.
        read: rows to show of a query that is ordered and as long as a page; by default its own.

    Raises:
        ValueError: a cursor that the column cannot hold.
    """
    backward = bool(before)
    cursor = before or after
    descending = backward != newest_first
    parts = [rows] if isinstance(rows, QuerySet) else rows
    if cursor:
        parts = [
            part.filter(**{f"{key}__{'lt' if descending else 'gt'}": cursor}) for part in parts
        ]
    order = f"-{key}" if descending else key
    taken = [row for part in parts for row in read(part.order_by(order)[: size + 1])]
    if len(parts) > 1:
        taken.sort(key=lambda row: _value(row, key), reverse=descending)
    more, taken = len(taken) > size, taken[:size]
    if not taken:
        return Page([], "", "")
    if backward:
        taken.reverse()
    has_before, has_after = (more, True) if backward else (bool(after), more)
    first, last = str(_value(taken[0], key)), str(_value(taken[-1], key))
    return Page(taken, first if has_before else "", last if has_after else "")


def _value(row: Any, key: str) -> Any:
    for name in key.split("__"):
        row = getattr(row, name)
    return row
