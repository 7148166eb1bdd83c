"""Lists of files: filtered, and page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.queries import is_current, waiting_among
from bangfu.kernel.counting import MOST, Counted
from bangfu.registry.models import HouseholdFacts
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import rows_of, sight, sight_values
from bangfu.scope.counted_pages import counted_page_of
from bangfu.scope.counting import count_of
from bangfu.scope.paging import SIZE, Page, page_of
from bangfu.scope.prepared import prepared_query, prepared_rows

from .choosing import FileFilters, Key, Keys, chosen
from .exact_totals import exact_total, tally_of

#: Fifty files with what was determined for the day; every list asks it. Each table is read in one pass
#: for all fifty, by a list of keys: to look up file by file reads its index fifty times. The keys of
#: versions and unions come out of a subquery of their own, for a function whose argument holds a
#: subquery isn't inlined.
SHOWN = """
with h as materialized (
  select h.id, h.file_no, h.head_name, h.area_code, h.union_id, h.system, h.opened_on
  from registry_files_of(%(ids)s::bigint[]) h where {in_sight}
), d as materialized (
  select d.household_id, d.facts_id, d.hardship_class, d.income_fen, d.size,
    d.area_name, d.missing, d.excluded, d.standard_fen, d.main_cause, d.persons
  from eligibility_determined_among(%(ids)s::bigint[], %(day)s) d where {decided_in_sight}
), f as materialized (
  select f.id, f.employer from (select array_agg(d.facts_id) ids from d) told
  cross join lateral registry_facts_versions(told.ids) f
), u as materialized (
  select u.id, u.name from (select array_agg(distinct h.union_id) ids from h) hung
  cross join lateral organisations_unions_of(hung.ids) u
)
select h.id, h.file_no, h.head_name, h.area_code, u.name, h.system, h.opened_on,
  d.hardship_class, d.income_fen, d.size, f.employer,
  d.area_name, d.missing, d.excluded, d.standard_fen, d.main_cause, d.persons
from h join u on u.id = h.union_id
left join d on d.household_id = h.id
left join f on f.id = d.facts_id
order by h.file_no
"""


@dataclass(frozen=True)
class FiledDecision:
    """What was determined of a file for the list's day.

    `income_fen` is fen of twelve months, `standard_fen` fen per person and month; None = not known.
    """

    hardship_class: str
    income_fen: int | None
    size: int | None
    employer: str
    area_name: str
    missing: Sequence[str]
    excluded: Sequence[str]
    standard_fen: int | None
    main_cause: str
    persons: int


@dataclass(frozen=True)
class Filed:
    """A file of the list, with what was determined for the list's day, if anything was.

    Attributes:
        stale: it is to be decided anew for that day (待重算).
        employer: 工作单位 by the version that the determination stands on, else by the one in force.
    """

    household_id: int
    file_no: str
    head_name: str
    area_code: str
    union_name: str
    system: str
    opened_on: date
    decided: FiledDecision | None
    stale: bool
    employer: str

    @property
    def hardship_class(self) -> str:
        """待核实 of a file that waits for its first determination; "" of one that begins later."""
        if self.decided:
            return self.decided.hardship_class
        return HardshipClass.UNRESOLVED if self.stale else ""

    @property
    def persons(self) -> int | None:
        """On file, the worker included, as the figures count them; None before the file begins."""
        if self.decided:
            return self.decided.persons
        return 1 if self.stale else None

    @property
    def per_head_fen(self) -> int | None:
        """Fen of income per person and month, to the nearest fen, half up; for showing only."""
        if self.decided is None:
            return None
        income_fen, size = self.decided.income_fen, self.decided.size
        if income_fen is None or not size:
            return None
        return (2 * income_fen + 12 * size) // (24 * size)


@dataclass(frozen=True)
class FilePage:
    """`before` and `after` are cursors, "" where there is nothing more."""

    rows: list[Filed]
    before: str
    after: str


def file_page(
    actor: Actor,
    day: date,
    wanted: FileFilters,
    *,
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> FilePage:
    """A page of the files that the filters leave, by file number; `size` files a page."""
    current = is_current(day)
    keys = chosen(actor, day, wanted, current=current)
    page: Page[Any] = page_of(keys, "file_no", after=after, before=before, size=size)
    return _shown(page, day, actor, current=current)


def counted_file_page(
    actor: Actor, day: date, wanted: FileFilters, *, after: str = "", before: str = ""
) -> tuple[FilePage, Counted, int | None]:
    """`file_page` and `count_files` together: what both choose by is asked for once.

    Where one page holds them all, they are counted there; where tallies know how many, they say so.

    Returns:
        The page, how many files the list has, and how many persons these are, None where nobody knows.
    """
    current = is_current(day)
    keys = chosen(actor, day, wanted, current=current)
    tally = tally_of(wanted, day) if current else None
    at: dict[str, str] = {"after": after, "before": before}
    if tally is None:
        page, total = counted_page_of(keys, Key, "file_no", **at)
        shown = _shown(page, day, actor, current=current)
        return shown, total, _persons(shown) if _is_all(shown, **at) else None
    plainly = wanted == FileFilters() and not actor.scope.system
    page = page_of(keys, "file_no", read=_read_prepared if plainly else list, **at)
    shown = _shown(page, day, actor, current=current)
    if _is_all(shown, **at):
        return shown, Counted(len(shown.rows)), _persons(shown)
    known = exact_total(actor, day, wanted, tally)
    return shown, Counted(known.households), known.persons


def _read_prepared(keys: Keys) -> list[Key]:
    """All of a union's files go by one index, whichever union it is."""
    return [Key(*row) for row in prepared_query(keys)]


def _is_all(page: FilePage, *, after: str, before: str) -> bool:
    return bool(page.rows) and not (after or before or page.before or page.after)


def _persons(page: FilePage) -> int:
    return sum(row.persons for row in page.rows if row.persons is not None)


def count_files(actor: Actor, day: date, wanted: FileFilters, most: int = MOST) -> Counted:
    """How many files the filters leave; counting stops where each part of the list has `most`."""
    return _counted(chosen(actor, day, wanted, current=is_current(day)), most)


def _counted(keys: Iterable[Keys], most: int = MOST) -> Counted:
    return sum((count_of(each, most) for each in keys), Counted(0))


def _shown(page: Page[Any], day: date, actor: Actor, *, current: bool) -> FilePage:
    rows = filed([key.household_id for key in page.rows], day, actor, current=current)
    return FilePage(rows, page.before, page.after)


def filed(ids: Sequence[int], day: date, actor: Actor, *, current: bool) -> list[Filed]:
    """What lists show of households that the actor may see, by file number.

    Args:
        current: whether nothing waits to be decided anew for that day.
    """
    if not ids:
        return []
    asked = SHOWN.format(in_sight=sight(actor, "h"), decided_in_sight=sight(actor, "d"))
    read = prepared_rows if len(ids) <= SIZE else rows_of  # of thousands it is planned for so many
    rows = read(asked, {"ids": ids, "day": day, **sight_values(actor)})
    waiting = set() if current else {id_ for id_, _day in waiting_among(ids, [day])}
    employers = _employers([row[0] for row in rows if row[7] is None], day)
    return [_filed(row, row[0] in waiting, employers.get(row[0], "")) for row in rows]


def _filed(row: tuple[Any, ...], stale: bool, employer: str) -> Filed:
    decided = FiledDecision(*row[7:]) if row[7] is not None else None
    known = decided.employer if decided else employer
    return Filed(*row[:7], decided=decided, stale=stale, employer=known)


def _employers(undecided: Collection[int], day: date) -> dict[int, str]:
    if not undecided:
        return {}
    facts = HouseholdFacts.objects.filter(household__in=undecided).in_force(day)
    return dict(facts.values_list("household_id", "employer"))
