"""How many households and persons in which class, by area or by system, on a day."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import polars as pl
from django.db.models import Count, Q, QuerySet, Sum

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import assess, assessed_day, determinations
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role


class Grouping(StrEnum):
    AREA = "area"
    SYSTEM = "system"


CLASSES = tuple(HardshipClass)
TOTAL = "合计"
BLANK = "未填"
HEADER = ("code", "name", "households", "persons", *(each.value for each in CLASSES))
#: What a line is counted by: the column of its code, and of its name.
COLUMNS = {
    Grouping.AREA: ("area_code", "area_name"),
    Grouping.SYSTEM: ("own_system", "own_system"),
}
READERS = tuple(role for role in Role if role is not Role.ADMINISTRATOR)


@dataclass
class Row:
    """One line: `classes` in the order of `CLASSES`; `stale` of the households wait (待重算).

    Aid paid, in households and fen, is filled in by `aid.with_aid` and is no part of the csv.
    """

    code: str
    name: str
    households: int = 0
    persons: int = 0
    classes: list[int] = field(default_factory=lambda: [0] * len(CLASSES))
    stale: int = 0
    aid_households: int = 0
    aid_fen: int = 0

    def add(self, cell: Cell) -> None:
        self.households += cell.households
        self.persons += cell.persons
        self.classes[CLASSES.index(HardshipClass(cell.hardship_class))] += cell.households
        self.stale += cell.stale


@dataclass(frozen=True)
class Cell:
    """Households of one class that share a group; what both ways of counting come to."""

    code: str
    name: str
    hardship_class: str
    households: int
    persons: int
    stale: int = 0


@dataclass(frozen=True)
class Figures:
    """Attributes:
    stored: read from determinations; else worked out just now, without storing.
    """

    day: date
    grouping: Grouping
    rows: tuple[Row, ...]
    total: Row
    stored: bool


def figures(day: date, by: str, actor: Actor) -> Figures:
    """Figures of the actor's jurisdiction; exact, for what is not current is worked out.

    Raises:
        NotPermitted: administrators.
    """
    actor.require(*READERS)
    if _is_current(day, actor):
        return stored_figures(day, by, actor)
    return _folded(day, Grouping(by), _worked_out(day, Grouping(by), actor), stored=False)


def stored_figures(day: date, by: str, actor: Actor) -> Figures:
    """The same from an assessed day as it stands; what waits to be decided anew is counted apart.

    Raises:
        NotPermitted: administrators.
    """
    actor.require(*READERS)
    grouping = Grouping(by)
    return _folded(
        day, grouping, _cells(determinations(day, actor), *COLUMNS[grouping]), stored=True
    )


def unions_below(day: date, by: str, code: str, actor: Actor) -> list[Row]:
    """One line of the figures opened: the unions whose households it counts.

    Args:
        code: the line's code as `Row.code` has it.

    Raises:
        NotPermitted: administrators.
    """
    actor.require(*READERS)
    column = COLUMNS[Grouping(by)][0]
    inside = determinations(day, actor).filter(**{column: "" if code == BLANK else code})
    return list(_rows(_cells(inside, "household__union__code", "household__union__name")))


def figures_csv(found: Figures) -> str:
    """`HEADER`, a line each, 合计 last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in (*found.rows, found.total):
        writer.writerow((row.code, row.name, row.households, row.persons, *row.classes))
    return out.getvalue()


def _is_current(day: date, actor: Actor) -> bool:
    if assessed_day(day) is None:
        return False
    return not determinations(day, actor).filter(stale=True).exists()


def _cells(found: QuerySet[Determination], code: str, name: str) -> list[Cell]:
    counted = (
        found.values(code, name, "hardship_class")
        .annotate(h=Count("id"), p=Sum("persons"), s=Count("id", filter=Q(stale=True)))
        .order_by()
    )
    return [
        Cell(row[code], row[name], row["hardship_class"], row["h"], row["p"], row["s"])
        for row in counted
    ]


def _worked_out(day: date, grouping: Grouping, actor: Actor) -> Iterable[Cell]:
    """The running transaction's scope is the actor's; see `scope.actors.acting`."""
    code, name = COLUMNS[grouping]
    key = [pl.col(code).alias("code"), pl.col(name).alias("name"), pl.col("class")]
    counted = assess(day).group_by(key).agg(pl.len(), pl.col("persons").sum())
    return [Cell(*row) for row in counted.iter_rows()]


def _folded(day: date, grouping: Grouping, cells: Iterable[Cell], *, stored: bool) -> Figures:
    rows = _rows(_named(cells, grouping))
    total = Row(TOTAL, TOTAL)
    for row in rows:
        total.households += row.households
        total.persons += row.persons
        total.classes = [a + b for a, b in zip(total.classes, row.classes, strict=True)]
        total.stale += row.stale
    return Figures(day, grouping, rows, total, stored)


def _rows(cells: Iterable[Cell]) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    for cell in cells:
        rows.setdefault(cell.code, Row(cell.code, cell.name)).add(cell)
    return tuple(rows[code] for code in sorted(rows, key=lambda code: (code == BLANK, code)))


def _named(cells: Iterable[Cell], grouping: Grouping) -> list[Cell]:
    listed = list(cells)
    names = _area_names(listed) if grouping is Grouping.AREA else {}
    return [
        Cell(
            cell.code or BLANK,
            names.get(cell.code, cell.code or BLANK),
            cell.hardship_class,
            cell.households,
            cell.persons,
            cell.stale,
        )
        for cell in listed
    ]


def _area_names(cells: Sequence[Cell]) -> dict[str, str]:
    """A place is called as most of its files call it; a city's or province's own leaf 市直, 省直."""
    said: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        said[cell.code][cell.name] += cell.households if cell.name else 0
    return {code: _area_name(code, votes) for code, votes in said.items()}


def _area_name(code: str, votes: dict[str, int]) -> str:
    if not code:
        return BLANK
    if code.endswith("00"):
        return "省直" if code.endswith("0000") else "市直"
    name, count = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
    return name if count else code
