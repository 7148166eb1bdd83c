"""Pages of cases, and of households to submit, as lists show them: with what their files say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from bangfu.eligibility.models import Determination
from bangfu.scope.by_hand import rows_of
from bangfu.scope.paging import Page, page_of
from bangfu.scope.prepared import prepared_rows

from ..enums import CaseState
from ..models import Case

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
#: What a list shows of the case itself, in the order of `Listed`.
LISTED = (
    *("id", "version", "state", "hardship_class", "income_fen", "size", "moved_on"),
    "posting_ends_on",
)
#: The same of a determination, in the order of `Submittable`.
DETERMINED = ("household_id", "hardship_class", "income_fen", "size")
#: A page and its files, each table in one pass for all fifty, in the page's own order. The keys come out
#: of subqueries of their own: a function whose argument holds a subquery isn't inlined.
WITH_FILES = """
with c as materialized (select page.*, row_number() over () place from ({page}) page),
h as materialized (
  select h.id, h.file_no, h.head_name, h.union_id
  from (select array_agg(c.household_id) ids from c) asked
  cross join lateral registry_files_of(asked.ids) h
), u as materialized (
  select u.id, u.name from (select array_agg(distinct h.union_id) ids from h) hung
  cross join lateral organisations_unions_of(hung.ids) u
)
select {own}, h.file_no, h.head_name, u.name
from c join h on h.id = c.household_id join u on u.id = h.union_id
order by c.place
"""


@dataclass(frozen=True)
class Listed:
    """A case as lists show it."""

    id: int
    version: int
    state: str
    hardship_class: str
    income_fen: int | None
    size: int | None
    moved_on: date
    posting_ends_on: date | None
    file_no: str
    head_name: str
    union_name: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return CaseState(self.state).label


@dataclass(frozen=True)
class Submittable:
    """A household as the list of those to submit shows it, by its determination."""

    household_id: int
    hardship_class: str
    income_fen: int | None
    size: int | None
    file_no: str
    head_name: str
    union_name: str


def listed(page: QuerySet[Case]) -> list[Listed]:
    """The cases of a query that is ordered and as long as a page, in its order."""
    return [Listed(*row) for row in with_files(page, LISTED)]


def listed_by_tab(page: QuerySet[Case]) -> list[Listed]:
    """The same of a query that nothing narrows but the tab: one index serves it, whoever asks."""
    return [Listed(*row) for row in with_files(page, LISTED, prepared_rows)]


def submittable_page(
    rows: QuerySet[Determination], *, after: str = "", before: str = ""
) -> Page[Submittable]:
    """A page of `submittable`, by file number."""
    return page_of(rows, "file_no", after=after, before=before, read=_to_submit)


def _to_submit(page: QuerySet[Determination]) -> list[Submittable]:
    return [Submittable(*row) for row in with_files(page, DETERMINED)]


def with_files(
    page: QuerySet[Any], columns: Sequence[str], read: Read = rows_of
) -> list[tuple[Any, ...]]:
    """The columns of each row, then file number, name and union; the first wall is the query's."""
    asked = dict.fromkeys([*columns, "household_id"])
    try:
        sql, params = page.values_list(*asked).query.sql_with_params()
    except EmptyResultSet:
        return []
    own = ", ".join(f"c.{column}" for column in columns)
    return read(WITH_FILES.format(page=sql, own=own), params)
