"""The table of figures: households and persons by class and area or system on a day, and the aid of the year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bangfu.acts.roles import require
from bangfu.eligibility.enums import HardshipClass
from bangfu.scope.actors import Actor

from . import duties
from .measures import arrived, registered
from .measures.catalogue import Cell, count
from .measures.declared import Asked, Dimension, Key


class Grouping(StrEnum):
    AREA = "area"
    SYSTEM = "system"

    @property
    def dimension(self) -> Dimension:
        return Dimension(self.value)


CLASSES = tuple(HardshipClass)
TOTAL = "合计"
BLANK = "未填"
HEADER = ("code", "name", "households", "persons", *(each.value for each in CLASSES))
OF_CLASS = (registered.HOUSEHOLDS, registered.PERSONS, registered.STALE, registered.UNDECIDED)
OF_AID = (arrived.HOUSEHOLDS, arrived.FEN)


@dataclass
class Row:
    """One line.

    Attributes:
        persons: on file, the workers included.
        classes: households, in the order of `CLASSES`; `class_persons` the persons of these.
        stale: how many of the households wait (待重算).
        aid_households, aid_fen: filled in by `with_aid`; no part of the csv.
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

    def add(self, cell: Cell) -> None:
        """A cell of `OF_CLASS`, by a line and class."""
        households, persons, stale, _undecided = cell.numbers
        self.households += households
        self.persons += persons
        place = CLASSES.index(HardshipClass(cell.keys[1].code))
        self.classes[place] += households
        self.class_persons[place] += persons
        self.stale += stale


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
    cells = count(OF_CLASS, Asked(day, (grouping.dimension, Dimension.CLASS)), actor)
    rows = _rows(cells)
    return Figures(day, grouping, rows, _summed(rows), sum(cell.numbers[3] for cell in cells))


def with_aid(figures: Figures, actor: Actor) -> Figures:
    """The same figures, each line with what its households were paid in the year until then, in fen.

    A place that was paid but has no line gets one, so that the lines always add up to all that
    the actor's households were paid.
    """
    paid = count(OF_AID, Asked(figures.day, (figures.grouping.dimension,)), actor)
    rows = {row.code: row for row in figures.rows}
    for cell in sorted(paid, key=lambda cell: shown(cell.keys[0]).code):
        key = shown(cell.keys[0])
        rows.setdefault(key.code, Row(key.code, key.name))
    _fill(rows.values(), paid)
    total = figures.total
    total.aid_households = sum(row.aid_households for row in rows.values())
    total.aid_fen = sum(row.aid_fen for row in rows.values())
    return Figures(figures.day, figures.grouping, tuple(rows.values()), total, figures.undecided)


def unions_below(day: date, counted_by: str, code: str, actor: Actor) -> list[Row]:
    """One line of the figures opened: the unions whose households it counts, with their aid of the year.

    A union without a row gets none for its aid: what its households were paid stands in the line alone.

    Args:
        counted_by: a value of `Grouping`.
        code: the line's code as `Row.code` has it.

    Raises:
        NotPermitted.
        ValueError: `counted_by` is no `Grouping`.
    """
    require(duties.FIGURES, actor)
    within = {Grouping(counted_by).dimension: asked_code(code)}
    rows = _rows(count(OF_CLASS, Asked(day, (Dimension.UNION, Dimension.CLASS), within), actor))
    _fill(rows, count(OF_AID, Asked(day, (Dimension.UNION,), within), actor))
    return list(rows)


def figures_csv(figures: Figures) -> str:
    """`HEADER`, then one line a row, 合计 last; lines end in LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in (*figures.rows, figures.total):
        writer.writerow((row.code, row.name, row.households, row.persons, *row.classes))
    return out.getvalue()


def shown(key: Key) -> Key:
    """What has no code is shown as `BLANK`, in tables as in addresses."""
    return key if key.code else Key(BLANK, BLANK)


def asked_code(code: str) -> str:
    """The other way."""
    return "" if code == BLANK else code


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


def _rows(cells: Iterable[Cell]) -> tuple[Row, ...]:
    """By code, what has none last."""
    rows: dict[str, Row] = {}
    for cell in cells:
        key = shown(cell.keys[0])
        rows.setdefault(key.code, Row(key.code, key.name)).add(cell)
    return tuple(rows[code] for code in sorted(rows, key=lambda code: (code == BLANK, code)))


def _fill(rows: Iterable[Row], paid: Iterable[Cell]) -> None:
    numbers = {shown(cell.keys[0]).code: cell.numbers for cell in paid}
    for row in rows:
        row.aid_households, row.aid_fen = numbers.get(row.code, (0, 0))
