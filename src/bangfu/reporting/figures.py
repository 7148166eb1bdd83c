"""How many households and persons in which class, by area or by system, on a day."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value

from bangfu.acts.roles import require
from bangfu.eligibility.enums import HardshipClass, TallyOf
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import Tallied, determinations, is_current, tallied, waits
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor

from . import duties


class Grouping(StrEnum):
    AREA = "area"
    SYSTEM = "system"


CLASSES = tuple(HardshipClass)
TOTAL = "合计"
BLANK = "未填"
HEADER = ("code", "name", "households", "persons", *(each.value for each in CLASSES))
TALLIES = {Grouping.AREA: TallyOf.AREA, Grouping.SYSTEM: TallyOf.SYSTEM}
#: Columns of a determination that a line's code and name come from.
COLUMNS = {Grouping.AREA: ("area_code", "area_name"), Grouping.SYSTEM: ("own_system", "own_system")}
#: The same of a file that was not decided yet; it knows the place's code and no name.
FILED = {Grouping.AREA: ("area_code", ""), Grouping.SYSTEM: ("system", "system")}


@dataclass
class Row:
    """One line.

    Attributes:
        persons: on file, the workers included.
        classes: households, in the order of `CLASSES`; `class_persons` the persons of these.
        stale: how many of the households wait (待重算).
        aid_households, aid_fen: filled in by `aid.with_aid`; no part of the csv.
    """

    code: str
    name: str
    households: int = 0
    persons: int = 0
    classes: list[int] = field(default_factory=lambda: [0] * len(CLASSES))
    class_persons: list[int] = field(default_factory=lambda: [0] * len(CLASSES))
    stale: int = 0
    aid_households: int = 0
    aid_fen: int = 0

    def add(self, cell: ClassCount) -> None:
        self.households += cell.households
        self.persons += cell.persons
        place = CLASSES.index(HardshipClass(cell.hardship_class))
        self.classes[place] += cell.households
        self.class_persons[place] += cell.persons
        self.stale += cell.stale


@dataclass(frozen=True)
class ClassCount:
    """Households of one class in one line, and how many of them wait (待重算)."""

    code: str
    name: str
    hardship_class: str
    households: int
    persons: int
    stale: int = 0


@dataclass(frozen=True)
class Figures:
    """Attributes:
    undecided: households on file that wait for their first decision; the lines count them.
    """

    day: date
    grouping: Grouping
    rows: tuple[Row, ...]
    total: Row
    undecided: int = 0

    @property
    def is_decided(self) -> bool:
        """False while every household on file waits for its first decision."""
        return not self.undecided or self.undecided < self.total.households


def figures(day: date, counted_by: str, actor: Actor) -> Figures:
    """Figures of a day in the actor's jurisdiction, as stored; what waits is counted apart.

    A file that was not decided yet counts as 待核实, waits, and has one person, the worker.

    Args:
        counted_by: a value of `Grouping`.

    Raises:
        NotPermitted.
        ValueError: `counted_by` is no `Grouping`.
    """
    require(duties.FIGURES, actor)
    grouping = Grouping(counted_by)
    cells = _cells(tallied(day, actor, TALLIES[grouping]))
    undecided: list[ClassCount] = []
    if not is_current(day):
        cells += _stale(determinations(day, actor), *COLUMNS[grouping], day)
        undecided = _undecided(_new_files(day, actor), *FILED[grouping])
    rows = _rows(_named([*cells, *undecided], grouping))
    return Figures(day, grouping, rows, _summed(rows), sum(cell.stale for cell in undecided))


def unions_below(day: date, counted_by: str, code: str, actor: Actor) -> list[Row]:
    """One line of the figures opened: the unions whose households it counts.

    Args:
        counted_by: a value of `Grouping`.
        code: the line's code as `Row.code` has it.

    Raises:
        NotPermitted.
        ValueError: `counted_by` is no `Grouping`.
    """
    require(duties.FIGURES, actor)
    grouping, code = Grouping(counted_by), "" if code == BLANK else code
    cells = _cells(tallied(day, actor, TALLIES[grouping], {"code": code}, by_union=True))
    if not is_current(day):
        inside = determinations(day, actor).filter(**{COLUMNS[grouping][0]: code})
        cells += _stale(inside, "household__union__code", "household__union__name", day)
        new = _new_files(day, actor).filter(**{FILED[grouping][0]: code})
        cells += _undecided(new, "union__code", "union__name")
    return list(_rows(cells))


def figures_csv(figures: Figures) -> str:
    """`HEADER`, then one line a row, 合计 last; lines end in LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in (*figures.rows, figures.total):
        writer.writerow((row.code, row.name, row.households, row.persons, *row.classes))
    return out.getvalue()


def _cells(rows: Iterable[Tallied]) -> list[ClassCount]:
    return [
        ClassCount(each.code, each.name, each.hardship_class, each.households, each.persons)
        for each in rows
    ]


def _stale(decided: QuerySet[Determination], code: str, name: str, day: date) -> list[ClassCount]:
    """How many of those counted already wait to be decided anew."""
    waiting = decided.filter(waits(day)).values_list(code, name, "hardship_class").order_by()
    return [
        ClassCount(code, name, of_class, 0, 0, count)
        for code, name, of_class, count in waiting.annotate(n=Count("id"))
    ]


def _new_files(day: date, actor: Actor) -> QuerySet[Household]:
    """On file that day, and waiting for their first decision."""
    decided = Determination.objects.on(day).filter(household=OuterRef("pk"))
    on_file = Household.objects.visible_to(actor).filter(opened_on__lte=day)
    return on_file.filter(waits(day, "pk"), ~Exists(decided))


def _undecided(households: QuerySet[Household], code: str, name: str) -> list[ClassCount]:
    counted = households.annotate(called=F(name) if name else Value("")).values(code, "called")
    return [
        ClassCount(row[code], row["called"], HardshipClass.UNRESOLVED, row["n"], row["n"], row["n"])
        for row in counted.annotate(n=Count("id")).order_by()
    ]


def _summed(rows: Iterable[Row]) -> Row:
    total = Row(TOTAL, TOTAL)
    for row in rows:
        total.households += row.households
        total.persons += row.persons
        total.classes = _added(total.classes, row.classes)
        total.class_persons = _added(total.class_persons, row.class_persons)
        total.stale += row.stale
    return total


def _added(some: Sequence[int], more: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(some, more, strict=True)]


def _rows(cells: Iterable[ClassCount]) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    for cell in cells:
        rows.setdefault(cell.code, Row(cell.code, cell.name)).add(cell)
    return tuple(rows[code] for code in sorted(rows, key=lambda code: (code == BLANK, code)))


def _named(cells: Iterable[ClassCount], grouping: Grouping) -> list[ClassCount]:
    listed = list(cells)
    names = _area_names(listed) if grouping is Grouping.AREA else {}
    return [
        ClassCount(
            cell.code or BLANK,
            names.get(cell.code, cell.code or BLANK),
            cell.hardship_class,
            cell.households,
            cell.persons,
            cell.stale,
        )
        for cell in listed
    ]


def _area_names(cells: Sequence[ClassCount]) -> dict[str, str]:
    """A place is called as most of its households' files call it; see `leaf_name` for leaves."""
    votes_of: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        votes_of[cell.code][cell.name] += cell.households if cell.name else 0
    return {code: _area_name(code, votes) for code, votes in votes_of.items()}


def leaf_name(code: str) -> str:
    """What the leaf of a city's or a province's own code is called; "" for any other place."""
    if not code.endswith("00"):
        return ""
    return "省直" if code.endswith("0000") else "市直"


def _area_name(code: str, votes: dict[str, int]) -> str:
    if not code:
        return BLANK
    if leaf := leaf_name(code):
        return leaf
    name, count = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
    return name if count else code
