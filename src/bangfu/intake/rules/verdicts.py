"""The outcome of judging an import: what may go in, and one verdict for every physical row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bangfu.documents.spreadsheets.cells import Cell
from bangfu.intake.rules.layout import TableColumns, TableHeads, TableProblem, TableRef
from bangfu.intake.rules.rows import Normalisation, Problem, ReadRow
from bangfu.registry.rules.form import FormKind
from bangfu.registry.rules.values import Value


class Verdict(StrEnum):
    """What becomes of a row when it is read; `enums.StagedVerdict` has the words for it."""

    ACCEPT = "accept"
    NORMALISED = "accept-normalised"
    REJECT = "reject"
    SKIP = "skip"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What became of one physical row. `number` counts from 1, as a spreadsheet shows it.

    `reason` says why a row was skipped; `form` is None for a sheet's skipped rows and header;
    `name` is the row's person, as far as it could be read; `left_out`: by notice, what was not taken;
    `blanks`: what is left open in its household by its blank cells, absent columns and members who went back.
    """

    ref: TableRef
    number: int
    verdict: Verdict
    form: FormKind | None = None
    file_no: str = ""
    reason: str = ""
    changes: tuple[Normalisation, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    waiting: bool = False
    name: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict, repr=False)
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedWorker:
    """An accepted worker row. `values`: attribute to typed value, every field of the form, None
    where nothing is said. `missing_members`: ordinals of this file's rejected member rows.
    `unlisted_members`: how many more persons 家庭人口 counts than rows came for this file.
    `card_on_file`: the keyed digest of the card on file, where the table has no column for it.
    `unasked`: attributes of expenses that the table has no column for, and of which nothing is on file.
    `unread`: attributes of details that could not be read; what is on file of them stays.
    """

    ref: TableRef
    number: int
    file_no: str
    values: Mapping[str, Value] = field(repr=False)
    estimates: tuple[str, ...] = ()
    missing_members: tuple[int, ...] = ()
    unlisted_members: int = 0
    card_on_file: bytes | None = field(default=None, repr=False)
    unasked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedMember:
    """An accepted member row. `ordinal`: its place, from 1, among the rows of its file in
    家庭成员, rejected ones counted and exact duplicates not. `waiting`: its worker's row was
    rejected, so it stays out until that is mended. `unread`: as for a worker.
    """

    ref: TableRef
    number: int
    file_no: str
    ordinal: int
    values: Mapping[str, Value] = field(repr=False)
    estimates: tuple[str, ...] = ()
    waiting: bool = False
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowBack:
    """A row as it came, cell by cell, for a sheet to mend."""

    ref: TableRef
    number: int
    cells: Sequence[Cell] = field(repr=False)


@dataclass(frozen=True)
class JudgedRegister:
    """`rows` in the order of the files; `missing_members`: file number to ordinals, for every
    file that has a rejected member row, whether its worker is in this batch or on file already.
    `back`: the rows that go back, and those of members who go with them; `heads` of their tables.
    `later`: by day after the reporting day, of how many rows it is the last such day.
    """

    reporting_day: date
    workers: tuple[JudgedWorker, ...]
    members: tuple[JudgedMember, ...]
    rows: tuple[RowVerdict, ...]
    table_problems: tuple[TableProblem, ...]
    missing_members: Mapping[str, tuple[int, ...]]
    tables: tuple[TableColumns, ...] = ()
    back: tuple[RowBack, ...] = field(default=(), repr=False)
    heads: tuple[TableHeads, ...] = ()
    later: Mapping[date, int] = field(default_factory=dict)


def verdict_of(row: ReadRow) -> Verdict:
    """What becomes of a row that was read, by its problems and changes alone."""
    if row.problems:
        return Verdict.REJECT
    return Verdict.NORMALISED if row.changes else Verdict.ACCEPT
