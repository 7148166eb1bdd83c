"""How many households of which class a day has, by area, system or cause, and how many files were
opened in which month: read from tallies.

Of a day long past they tell nothing; its households are counted then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, Func, Sum, Value

from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_values
from bangfu.scope.prepared import prepared_rows

from ..enums import TallyOf
from .determinations import determinations

#: Columns of a determination that a tally's code and name repeat; a system and a cause name themselves.
CODE = {TallyOf.AREA: "area_code", TallyOf.SYSTEM: "own_system", TallyOf.CAUSE: "main_cause"}
NAME = {TallyOf.AREA: "area_name"}
#: A row that stands for days around the asked one tells nothing of it.
TALLIED = """
select {group}, t.hardship_class,
  coalesce(sum(t.households) filter (where t.day <= %(day)s), 0),
  coalesce(sum(t.persons) filter (where t.day <= %(day)s), 0),
  bool_or(t.since <= %(day)s and t.day > %(day)s)
from eligibility_tally t {union}
where {in_sight} and t.kind = %(kind)s{narrowed}
group by 1, 2, 3
"""
#: The same of all together.
TOTALLED = """
select coalesce(sum(t.households) filter (where t.day <= %(day)s), 0),
  coalesce(sum(t.persons) filter (where t.day <= %(day)s), 0),
  coalesce(bool_or(t.since <= %(day)s and t.day > %(day)s), false),
  eligibility_begins_later(%(day)s)
from eligibility_tally t
where {in_sight} and t.kind = %(kind)s{narrowed}
"""


class Totalled(NamedTuple):
    """Households of a day and their persons.

    `begins_later`: whether a file somewhere in the register, seen or not, begins after the day.
    """

    households: int
    persons: int
    begins_later: bool


@dataclass(frozen=True)
class Tallied:
    """Households alike in code, name and class, and how many persons they are.

    `code` and `name` are the union's where it was asked by union. Causes and months have no class, and
    months no persons.
    """

    code: str
    name: str
    hardship_class: str
    households: int
    persons: int


def tallied(
    day: date,
    by: Actor,
    kind: TallyOf,
    narrowed: Mapping[str, Any] | None = None,
    *,
    by_union: bool = False,
) -> list[Tallied]:
    """Households of the day in the actor's jurisdiction, by what `kind` says.

    Args:
        narrowed: `code`, `hardship_class` or a tier, and what it must be.
        by_union: grouped by the union that the files hang on, whatever their code.
    """
    statement = TALLIED.format(
        group="u.code, u.name" if by_union else "t.code, t.name",
        union="cross join lateral organisations_union_of(t.union_id) u" if by_union else "",
        in_sight=sight(by, "t"),
        narrowed=_narrowing(narrowed),
    )
    asked = {"day": day, "kind": kind.value, **sight_values(by), **(narrowed or {})}
    sums = prepared_rows(statement, asked)
    if any(untold for *_, untold in sums):
        return _counted(day, by, kind, narrowed or {}, by_union)
    return [Tallied(*row) for *row, _ in sums if row[3]]


def totalled(
    day: date, by: Actor, kind: TallyOf, narrowed: Mapping[str, Any] | None = None
) -> Totalled:
    """How many households `tallied` tells in all."""
    statement = TOTALLED.format(in_sight=sight(by, "t"), narrowed=_narrowing(narrowed))
    asked = {"day": day, "kind": kind.value, **sight_values(by), **(narrowed or {})}
    households, persons, untold, later = prepared_rows(statement, asked)[0]
    if untold:
        rows = _counted(day, by, kind, narrowed or {}, by_union=False)
        households, persons = sum(r.households for r in rows), sum(r.persons for r in rows)
    return Totalled(int(households), int(persons), later)


def areas_on(by: Actor, on: date) -> list[tuple[str, str]]:
    """Codes and names of the places that the actor's households of the day lie in, by code."""
    named = sorted((each.name, each.code) for each in tallied(on, by, TallyOf.AREA) if each.code)
    names = {code: name for name, code in named}
    return sorted((code, name or code) for code, name in names.items())


def _narrowing(narrowed: Mapping[str, Any] | None) -> str:
    return "".join(f" and t.{column} = %({column})s" for column in narrowed or {})


def _counted(
    day: date, by: Actor, kind: TallyOf, narrowed: Mapping[str, Any], by_union: bool
) -> list[Tallied]:
    """The same from what is tallied; months of opening are not by union."""
    if kind is TallyOf.OPENED:
        return _opened(day, by, narrowed)
    code, name = CODE[kind], NAME.get(kind, CODE[kind])
    group = ("household__union__code", "household__union__name") if by_union else (code, name)
    of_class = Value("") if kind is TallyOf.CAUSE else F("hardship_class")
    asked = {code if column == "code" else column: value for column, value in narrowed.items()}
    rows = (
        determinations(day, by)
        .filter(**asked)
        .annotate(of_class=of_class)
        .values_list(*group, "of_class")
        .annotate(h=Count("id"), p=Sum("persons"))
        .order_by()
    )
    return [Tallied(*row) for row in rows]


def _opened(day: date, by: Actor, narrowed: Mapping[str, Any]) -> list[Tallied]:
    asked = dict(narrowed)
    code = asked.pop("code", None)
    month = Func(F("opened_on"), Value("YYYY-MM"), function="to_char", output_field=CharField())
    files = Household.objects.visible_to(by).filter(opened_on__lte=day, **asked)
    counted = files.annotate(month=month).values_list("month").annotate(n=Count("id")).order_by()
    return [Tallied(its, "", "", count, 0) for its, count in counted if code in {None, its}]
