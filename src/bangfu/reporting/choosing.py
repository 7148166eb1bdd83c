"""Which files a list shows: chosen by number and id alone, each list by the index that suits it.

What is narrowed by class, area or system is a range of determinations in the order of their numbers. A
file that is not decided yet stands in no such range and is asked for apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import begin_later, determinations, waiting_households, waits
from bangfu.organisations.queries import below
from bangfu.registry.models import Household
from bangfu.registry.queries.households import files_by_text
from bangfu.scope.actors import Actor

from .figures import BLANK

#: Rows with `file_no`, the id of their household under `household_id`, and their jurisdiction.
Keys = QuerySet[Any]


class Key(NamedTuple):
    """A file of the list, before it is read."""

    file_no: str
    household_id: int


@dataclass(frozen=True)
class FileFilters:
    """Filters; an empty value narrows nothing.

    Attributes:
        text: see `registry.queries.households.written`.
        area_code: exactly this code; `BLANK` for files without one.
        system: 系统, `BLANK` for files without one.
        union_id: the union and all below it.
        stale: only files that are to be decided anew for the list's day.
        on_day: only files that the figures of the list's day count.
        cause: 主要致困原因 of the day's determination, `BLANK` for none.
        opened: the month in which the file was opened, as 2010-03.
    """

    text: str = ""
    area_code: str = ""
    system: str = ""
    hardship_class: str = ""
    union_id: int | None = None
    stale: bool = False
    on_day: bool = False
    cause: str = ""
    opened: str = ""

    @property
    def decided(self) -> dict[str, str]:
        """What the day's determination must say, by its column."""
        columns = {
            "area_code": self.area_code,
            "own_system": self.system,
            "hardship_class": self.hardship_class,
            "main_cause": self.cause,
        }
        return _asked(columns)

    @property
    def filed(self) -> dict[str, str]:
        """What the file itself must say as long as it is not decided, by its column."""
        return _asked({"area_code": self.area_code, "system": self.system})

    @property
    def narrows(self) -> bool:
        """Whether it matters what was determined."""
        return bool(self.decided) or self.on_day


def _asked(columns: dict[str, str]) -> dict[str, str]:
    return {name: "" if value == BLANK else value for name, value in columns.items() if value}


def chosen(actor: Actor, day: date, wanted: FileFilters, *, current: bool) -> list[Keys]:
    """Rows of `Key` whose union, which has no household twice, is the list.

    Args:
        current: whether nothing waits to be decided anew for that day.
    """
    if wanted.stale and current:
        return []
    if not wanted.narrows:
        rows = [files_by_text(actor, wanted.text)[0]]
    else:
        rows = [_decided(actor, day, wanted), *_undecided(actor, day, wanted, current)]
    if wanted.stale:
        rows = [each.filter(waits(day, "household_id")) for each in rows]
    if wanted.opened:
        opened = _opened_in(actor, wanted.opened)
        rows = [each.filter(household_id__in=opened) for each in rows]
    if wanted.union_id is not None:
        inside = below(wanted.union_id)
        rows = [each.filter(inside) for each in rows]
    return [each.order_by().values_list(*Key._fields, named=True) for each in rows]


def _opened_in(actor: Actor, month: str) -> QuerySet[Household]:
    year, number = map(int, month.split("-"))
    files = Household.objects.visible_to(actor)
    return files.filter(opened_on__year=year, opened_on__month=number).values("pk")


def _decided(actor: Actor, day: date, wanted: FileFilters) -> Keys:
    """By the determinations' indexes; by the files' where a text or the day alone narrows."""
    if wanted.decided and not wanted.text:
        return determinations(day, actor).filter(**wanted.decided)
    rows, of = files_by_text(actor, wanted.text)
    says = {"holds_from__lte": day, "holds_until__gt": day, **wanted.decided}
    return rows.filter(**{f"{of}determinations__{name}": value for name, value in says.items()})


def _undecided(actor: Actor, day: date, wanted: FileFilters, current: bool) -> list[Keys]:
    """Files without a determination that day: those that wait for their first, which count as 待核实.

    Unless class or day is asked for, also those whose first begins on a later day.
    """
    if wanted.cause or wanted.hardship_class not in {"", HardshipClass.UNRESOLVED}:
        return []
    counted = wanted.on_day or bool(wanted.hardship_class)
    if counted and current:
        return []
    rows, of = files_by_text(actor, wanted.text)
    decided = Determination.objects.on(day).filter(household=OuterRef("household_id"))
    rows = rows.filter(~Exists(decided), **{f"{of}{name}": v for name, v in wanted.filed.items()})
    if counted:
        waiting = rows.filter(household_id__in=waiting_households(day))
        return [waiting.filter(**{f"{of}opened_on__lte": day})]
    new = begin_later(day)
    if not current:
        new = new.union(waiting_households(day), all=True)
    return [rows.filter(household_id__in=new)]
