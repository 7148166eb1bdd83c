"""Households on the register (在册), by what was determined of them: how many, their persons, what waits.

Read from tallies; what waits to be decided anew is counted beside them, and a file that was never decided
counts as 待核实, waits, and has one person, the worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value

from bangfu.eligibility.enums import HardshipClass, TallyOf
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import determinations, is_current, tallied, waits
from bangfu.kernel.phrases import mark
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor

from .declared import PLACES, Asked, Counting, Dimension, Key, Measure, Part, Unit
from .places import area_names

BY = frozenset({Dimension.AREA, Dimension.SYSTEM, Dimension.UNION, Dimension.CLASS})
SOURCE = mark("总工办发〔2016〕36号：困难职工档案一户一档，分类建档")

HOUSEHOLDS = Measure(
    "registered.households",
    mark("在册户数"),
    Unit.HOUSEHOLDS,
    mark("当日已建档的家庭，每户只算一次，归到当日认定所在的地区和系统；还没有认定的算作待核实。"),
    SOURCE,
    BY,
)
PERSONS = Measure(
    "registered.persons",
    mark("在册人数"),
    Unit.PERSONS,
    mark("在册家庭的在档人口，职工本人在内；还没有认定的每户算一人。"),
    SOURCE,
    BY,
)
STALE = Measure(
    "registered.stale",
    mark("待重算户数"),
    Unit.HOUSEHOLDS,
    mark("在册家庭中，事实、标准或规则变了，当日的认定还没有重做的；数字还是变动前的。"),
    SOURCE,
    BY,
)
UNDECIDED = Measure(
    "registered.undecided",
    mark("等待首次认定户数"),
    Unit.HOUSEHOLDS,
    mark("在册家庭中还没有认定过的；它们同时算作待核实和待重算。"),
    SOURCE,
    BY,
)


@dataclass(frozen=True)
class _Line:
    """Where a counting by lines looks.

    Attributes:
        tally: what knows the households of a day.
        decided: columns of a determination for code and name.
        filed: the same of a file that was not decided yet; it knows a place's code and no name.
    """

    tally: TallyOf
    decided: tuple[str, str]
    filed: tuple[str, str]


LINES = {
    Dimension.AREA: _Line(TallyOf.AREA, ("area_code", "area_name"), ("area_code", "")),
    Dimension.SYSTEM: _Line(TallyOf.SYSTEM, ("own_system", "own_system"), ("system", "system")),
    Dimension.UNION: _Line(
        TallyOf.AREA,
        ("household__union__code", "household__union__name"),
        ("union__code", "union__name"),
    ),
}


@dataclass(frozen=True)
class _Alike:
    """Households of one class with one code: how many, their persons, who waits, who was never decided."""

    code: str
    name: str
    hardship_class: str
    households: int = 0
    persons: int = 0
    stale: int = 0
    undecided: int = 0


def parts(asked: Asked, actor: Actor) -> list[Part]:
    """By a line (area, system or union) and class."""
    place = next((each for each in PLACES if each in (*asked.by, *asked.within)), Dimension.AREA)
    shown = Dimension.UNION if Dimension.UNION in asked.by else place
    alike = [*_tallied(asked, actor, place, shown)]
    if not is_current(asked.day):
        alike += _waiting(asked, actor, place, shown)
    if shown is Dimension.SYSTEM:  # which is called by its code
        alike = [replace(each, name=each.code) for each in alike]
    if shown is Dimension.AREA:
        names = area_names((each.code, each.name, each.households) for each in alike)
        alike = [replace(each, name=names[each.code]) for each in alike]
    return [_part(each, shown) for each in alike]


def _tallied(asked: Asked, actor: Actor, place: Dimension, shown: Dimension) -> Iterator[_Alike]:
    narrowed: dict[str, Any] = {}
    if place in asked.within:
        narrowed["code"] = asked.within[place]
    if Dimension.CLASS in asked.within:
        narrowed["hardship_class"] = asked.within[Dimension.CLASS]
    if Dimension.UNION in asked.within:
        narrowed["union_id"] = _union_of(asked.within[Dimension.UNION], actor)
    by_union = shown is Dimension.UNION
    for each in tallied(asked.day, actor, LINES[place].tally, narrowed, by_union=by_union):
        yield _Alike(each.code, each.name, each.hardship_class, each.households, each.persons)


def _union_of(code: str, actor: Actor) -> int:
    """0, the number of none, where the actor doesn't see it."""
    return unions_in_scope(actor).filter(code=code).values_list("pk", flat=True).first() or 0


def _waiting(asked: Asked, actor: Actor, place: Dimension, shown: Dimension) -> Iterator[_Alike]:
    """What is decided and waits to be decided anew, and what was never decided."""
    decided = determinations(asked.day, actor).filter(waits(asked.day))
    new = _never_decided(asked, actor)
    if place in asked.within:
        code = asked.within[place]
        decided = decided.filter(**{LINES[place].decided[0]: code})
        new = new.filter(**{LINES[place].filed[0]: code})
    if Dimension.UNION in asked.within:
        code = asked.within[Dimension.UNION]
        decided = decided.filter(household__union__code=code)
        new = new.filter(union__code=code)
    if of_class := asked.within.get(Dimension.CLASS):
        decided = decided.filter(hardship_class=of_class)
        new = new if of_class == HardshipClass.UNRESOLVED else new.none()
    yield from _stale(decided, LINES[shown].decided)
    yield from _undecided(new, LINES[shown].filed)


def _never_decided(asked: Asked, actor: Actor) -> QuerySet[Household]:
    """On file that day, and waiting for their first decision."""
    decided = Determination.objects.on(asked.day).filter(household=OuterRef("pk"))
    on_file = Household.objects.visible_to(actor).filter(opened_on__lte=asked.day)
    return on_file.filter(waits(asked.day, "pk"), ~Exists(decided))


def _stale(waiting: QuerySet[Determination], columns: Sequence[str]) -> Iterator[_Alike]:
    rows = waiting.values_list(*columns, "hardship_class").order_by().annotate(n=Count("id"))
    return (_Alike(code, name, of_class, stale=n) for code, name, of_class, n in rows)


def _undecided(files: QuerySet[Household], columns: Sequence[str]) -> Iterator[_Alike]:
    code, name = columns
    called: Any = F(name) if name else Value("")
    rows = files.annotate(called=called).values_list(code, "called").order_by()
    return (
        _Alike(its, named, HardshipClass.UNRESOLVED, n, n, n, n)
        for its, named, n in rows.annotate(n=Count("id"))
    )


def _part(counted: _Alike, dimension: Dimension) -> Part:
    keys = {
        dimension: Key(counted.code, counted.name),
        Dimension.CLASS: Key(counted.hardship_class, counted.hardship_class),
    }
    numbers = (counted.households, counted.persons, counted.stale, counted.undecided)
    return Part(keys, numbers)


COUNTING = Counting((HOUSEHOLDS, PERSONS, STALE, UNDECIDED), parts)
