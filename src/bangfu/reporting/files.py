"""Lists of files: filtered, and page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bangfu.casework.queries import SIZE, Page, page_of
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import determinations, is_current, waiting_among
from bangfu.kernel.counting import MOST, Counted
from bangfu.organisations.models import Union
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from .choosing import FileFilters, chosen

MOST_UNIONS = 500  # as many as a list to choose from can hold


@dataclass(frozen=True)
class Filed:
    """A file of the list, with what was determined for the list's day, if anything was.

    `stale`: it is to be decided anew for that day (待重算).
    """

    household: Household
    determination: Determination | None
    stale: bool
    employer: str

    @property
    def hardship_class(self) -> str:
        """待核实 of a file that waits for its first determination; "" of one that begins later."""
        if self.determination:
            return self.determination.hardship_class
        return HardshipClass.UNRESOLVED if self.stale else ""

    @property
    def per_head_fen(self) -> int | None:
        """Fen of income per person and month, to the nearest fen, half up; for showing only."""
        if self.determination is None:
            return None
        income_fen, size = self.determination.income_fen, self.determination.size
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
    rows = filed([key.household_id for key in page.rows], day, actor, current=current)
    return FilePage(rows, page.before, page.after)


def count_files(actor: Actor, day: date, wanted: FileFilters, most: int = MOST) -> Counted:
    """How many files the filters leave; counting stops where each part of the list has `most`."""
    keys = chosen(actor, day, wanted, current=is_current(day))
    return sum((count_of(each, most) for each in keys), Counted(0))


def filed(ids: Collection[int], day: date, actor: Actor, *, current: bool) -> list[Filed]:
    """What lists show of households that the actor may see, by file number.

    Args:
        current: whether nothing waits to be decided anew for that day.
    """
    households = Household.objects.visible_to(actor).filter(id__in=ids).prefetch_related("union")
    decided = {
        each.household_id: each for each in determinations(day, actor).filter(household_id__in=ids)
    }
    waiting = set() if current else {id_ for id_, _day in waiting_among(ids, [day])}
    employers = _employers(ids, decided, day)
    return [
        Filed(each, decided.get(each.pk), each.pk in waiting, employers.get(each.pk, ""))
        for each in households.order_by("file_no")
    ]


def places_of(actor: Actor) -> list[tuple[str, str]]:
    """Codes and names of the places that the actor's unions stand for, by code.

    Of an industry union they are all places of the tree in which its 系统 lies.
    """
    scope = actor.scope
    unions = unions_in_scope(actor)
    if scope.system_union_id is not None:
        unions = Union.objects.filter(**{f"tier{scope.system_depth}": scope.system_union_id})
    named: dict[str, str] = {}
    for code, name in unions.order_by("-depth", "-code").values_list("area_code", "name"):
        named[code] = "市直" if code.endswith("00") else name.removesuffix("总工会")
    return sorted(named.items())


def systems_of(actor: Actor) -> list[str]:
    if actor.scope.system:
        return [actor.scope.system]
    systems = unions_in_scope(actor).exclude(system="").values_list("system", flat=True)
    return sorted(set(systems))


def unions_of(actor: Actor) -> list[tuple[int, str]]:
    """At most `MOST_UNIONS` unions to choose from, each below its superior, set in by depth."""
    rows = unions_in_scope(actor).order_by("code").values_list("id", "name", "depth", "parent_id")
    below: dict[int | None, list[tuple[int, str, int]]] = {}
    known = {row[0] for row in rows}
    for id_, name, depth, parent in rows:
        below.setdefault(parent if parent in known else None, []).append((id_, name, depth))
    return list(_walk(below, None, 0))[:MOST_UNIONS]


def _walk(
    below: dict[int | None, list[tuple[int, str, int]]], at: int | None, level: int
) -> Iterator[tuple[int, str]]:
    for id_, name, _depth in below.get(at, []):
        yield id_, "\u3000" * level + name
        yield from _walk(below, id_, level + 1)


def _employers(
    ids: Collection[int], decided: Mapping[int, Determination], day: date
) -> dict[int, str]:
    """工作单位 by the version of the file that the determination stands on, else by the one in force."""
    decided_on = HouseholdFacts.objects.filter(id__in=[each.facts_id for each in decided.values()])
    undecided = [id_ for id_ in ids if id_ not in decided]
    in_force = HouseholdFacts.objects.filter(household__in=undecided).in_force(day)
    return {
        household: employer
        for facts in (decided_on, in_force)
        for household, employer in facts.values_list("household_id", "employer")
    }
