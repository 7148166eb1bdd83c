"""The rows of an import that may go in, however far it has got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bangfu.documents.tables.readings import Fault
from bangfu.registry.commands.recording.brought import Content
from bangfu.registry.rules.form import FormKind

from ...rules import JudgedMember, JudgedRegister, JudgedWorker
from ...rules.layout import TableColumns
from ...rules.rows import Problem
from ..merging.succeeding import SuccessionTold

RowKey = tuple[str, str, int]  # file, sheet, row number
Problems = dict[RowKey, list[Problem]]
JudgedRow = JudgedWorker | JudgedMember


@dataclass(frozen=True)
class Accepted:
    """Attributes:
    missing: file number to the ordinals of its rejected member rows.
    lists_members: whether the import lists members at all; only then may one be absent.
    tables: which columns of the form each table lacks.
    as_filed: by file number, what is on file of households whose row is carried over; see `carrying`.
    successions: by file number, who takes the worker's place, or why nobody can; see `succeeding`.
    """

    workers: tuple[JudgedWorker, ...]
    members: tuple[JudgedMember, ...]
    missing: Mapping[str, tuple[int, ...]]
    lists_members: bool
    tables: tuple[TableColumns, ...] = ()
    as_filed: Mapping[str, Content] = field(default_factory=dict)
    successions: Mapping[str, SuccessionTold | Fault] = field(default_factory=dict)

    def succession(self, file_no: str) -> SuccessionTold | None:
        succession = self.successions.get(file_no)
        return succession if isinstance(succession, SuccessionTold) else None

    def lacking(self) -> dict[tuple[str, str, FormKind], tuple[str, ...]]:
        """By file, sheet and form: attributes without a column there; tables with all are left out."""
        return {
            (table.ref.file, table.ref.sheet, table.form): table.lacking
            for table in self.tables
            if table.lacking
        }

    def rows(self) -> Iterator[JudgedRow]:
        yield from self.workers
        yield from self.members

    def entering(self) -> Accepted:
        """Leave out members who wait for a worker who went back."""
        return replace(self, members=tuple(row for row in self.members if not row.waiting))

    def file_nos(self) -> list[str]:
        """In the order of the rows, each once."""
        return list(dict.fromkeys(row.file_no for row in self.rows()))

    def without(self, problems: Problems) -> Accepted:
        """Leave out rows that go back; members wait for a worker who went back."""
        if not problems:
            return self
        back = {row.file_no for row in self.workers if key_of(row) in problems}
        missing = {file_no: set(ordinals) for file_no, ordinals in self.missing.items()}
        for row in self.members:
            if key_of(row) in problems:
                missing.setdefault(row.file_no, set()).add(row.ordinal)
        return replace(
            self,
            workers=tuple(row for row in self.workers if key_of(row) not in problems),
            members=tuple(
                replace(row, waiting=row.waiting or row.file_no in back)
                for row in self.members
                if key_of(row) not in problems
            ),
            missing={file_no: tuple(sorted(ordinals)) for file_no, ordinals in missing.items()},
        )


def accepted_of(judged: JudgedRegister) -> Accepted:
    lists_members = any(row.form is FormKind.MEMBER for row in judged.rows)
    return Accepted(
        judged.workers, judged.members, judged.missing_members, lists_members, judged.tables
    )


def key_of(row: JudgedRow) -> RowKey:
    """Where a row stands: file, sheet, number from 1."""
    return row.ref.file, row.ref.sheet, row.number


def identities_of(rows: Iterable[JudgedRow]) -> set[str]:
    """Identity numbers in clear, without blanks; never to be shown or kept."""
    return {str(row.values["id_number"]) for row in rows if row.values.get("id_number")}
