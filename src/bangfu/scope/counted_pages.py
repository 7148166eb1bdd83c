"""A page of a list and how many rows the list has, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from bangfu.kernel.counting import MOST, Counted, counted

from .by_hand import rows_of
from .paging import Page, Place

Key = TypeVar("Key", bound=tuple[Any, ...])


class _Part(NamedTuple):
    """SQL of one query, with its values: all its rows; those where the page lies, "" for its first."""

    whole: str
    whole_values: Sequence[Any]
    here: str = ""
    here_values: Sequence[Any] = ()


def counted_page_of(
    parts: Sequence[QuerySet[Any]],
    row: type[Key],
    key: str,
    *,
    after: str = "",
    before: str = "",
    most: int = MOST,
) -> tuple[Page[Key], Counted]:
    """`page_of` and `count_of` of queries without a common row.

    Args:
        parts: each selects the columns of `row`.
        row: a named tuple.
        key: one of its columns.
        after, before: as of `page_of`.

    Raises:
        ValueError: a cursor that the column cannot hold.
    """
    place = Place(key, after=after, before=before)
    asked = [part for rows in parts if (part := _part(place, rows))]
    if not asked:
        return Page([], "", ""), Counted(0)
    answered = rows_of(*_statement(asked, place, most))
    width = len(answered[0]) - len(asked)
    total = sum((counted(number, most) for number in answered[0][width:]), Counted(0))
    nothing = (None,) * width  # of the counts alone, where no row is there
    taken = [row(*each[:width]) for each in answered if each[:width] != nothing]
    return place.page(taken), total


def _part(place: Place, rows: QuerySet[Any]) -> _Part | None:
    """None where the query can have no row."""
    try:
        whole = rows.order_by().query.sql_with_params()
        here = place.of(rows).query.sql_with_params() if place.cursor else ("", ())
    except EmptyResultSet:
        return None
    return _Part(*whole, *here)


def _statement(asked: Sequence[_Part], place: Place, most: int) -> tuple[str, list[Any]]:
    """Nothing is materialized: each count and each page becomes a query of its own, by its own index."""
    order = f"order by {place.key}{' desc' if place.descending else ''}"
    wholes, counts, pages = [], [], []
    for n, part in enumerate(asked):
        wholes.append(f"whole{n} as not materialized ({part.whole})")
        counts.append(f"(select count(*) from (select from whole{n} limit {most + 1}) c) as n{n}")
        pages.append(part.here or f"select * from whole{n} {order} limit {place.size + 1}")
    statement = f"""
    with {", ".join(wholes)}
    select here.*, counts.* from (select {", ".join(counts)}) counts
    left join ({" union all ".join(f"({page})" for page in pages)}) here on true
    {order}
    """
    values = [value for part in asked for value in part.whole_values]
    return statement, values + [value for part in asked for value in part.here_values]
