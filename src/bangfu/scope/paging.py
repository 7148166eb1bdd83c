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
    place = Place(key, after=after, before=before, size=size, newest_first=newest_first)
    parts = [rows] if isinstance(rows, QuerySet) else rows
    taken = [row for part in parts for row in read(place.of(part))]
    if len(parts) > 1:
        taken.sort(key=place.key_of, reverse=place.descending)
    return place.page(taken)


class Place:
    """Where in a list a page lies, by the arguments of `page_of`."""

    def __init__(
        self, key: str, *, after: str, before: str, size: int = SIZE, newest_first: bool = False
    ) -> None:
        self.key, self.size = key, size
        self.cursor, self.backward = before or after, bool(before)
        self.descending = self.backward != newest_first

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """As many of the rows as the page may need, and one to see whether there are more."""
        if self.cursor:
            rows = rows.filter(**{f"{self.key}__{'lt' if self.descending else 'gt'}": self.cursor})
        return rows.order_by(f"-{self.key}" if self.descending else self.key)[: self.size + 1]

    def page(self, taken: list[Any]) -> Page[Any]:
        """The page, of what the list has there in its order."""
        more, taken = len(taken) > self.size, taken[: self.size]
        if not taken:
            return Page([], "", "")
        if self.backward:
            taken.reverse()
        has_before, has_after = (more, True) if self.backward else (bool(self.cursor), more)
        first, last = str(self.key_of(taken[0])), str(self.key_of(taken[-1]))
        return Page(taken, first if has_before else "", last if has_after else "")

    def key_of(self, row: Any) -> Any:
        for name in self.key.split("__"):
            row = getattr(row, name)
        return row
