"""Judge a whole import: every row by itself, then rows against each other and what is on file."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bangfu.documents.spreadsheets.cells import Workbook
from bangfu.intake.rules.headers import head_shown
from bangfu.intake.rules.households import HIMSELF, is_member, put_under
from bangfu.intake.rules.layout import (
    Table,
    TableColumns,
    TableHeads,
    TableProblem,
    columns_of,
    find_tables,
    heads_of,
)
from bangfu.intake.rules.meanings import NONE, Meanings
from bangfu.intake.rules.members import MemberChecks, names_its_worker, note_size, unlisted
from bangfu.intake.rules.onfile import NothingOnFile, OnFile
from bangfu.intake.rules.rows import Normalisation, ReadRow, read_row
from bangfu.intake.rules.side_by_side import Pairs
from bangfu.intake.rules.skipping import skip_reason
from bangfu.intake.rules.twins import Column, Nearness
from bangfu.intake.rules.values import CellReader
from bangfu.intake.rules.verdicts import (
    JudgedMember,
    JudgedRegister,
    JudgedWorker,
    RowBack,
    RowVerdict,
    Verdict,
    verdict_of,
)
from bangfu.intake.rules.workers import WorkerChecks
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.rules.form import FormKind

Counted = Callable[[int], None]
EVERY = 1_000  # rows


def unheard(rows: int) -> None:
    """Tell nobody."""


class NoRegister(BangfuError):
    """No sheet of any file could be read as a register."""

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        told = "；".join(f"{each.reason}：{each.mend}" for each in problems)
        super().__init__(told or phrase("文件里没有内容。请确认选对了文件后重新上传。"))
        self.problems = tuple(problems)


@dataclass
class _Reading:
    """All files of an import as read, before any row is compared with another."""

    rows: list[ReadRow | RowVerdict] = field(default_factory=list)  # every physical row, in order
    problems: list[TableProblem] = field(default_factory=list)
    tables: list[TableColumns] = field(default_factory=list)
    heads: list[TableHeads] = field(default_factory=list)

    def read(self) -> Iterator[ReadRow]:
        """Those of persons, without heads and what was skipped."""
        return (row for row in self.rows if isinstance(row, ReadRow))

    def of(self, kind: FormKind) -> list[ReadRow]:
        return [row for row in self.read() if row.form is kind]

    def without_themselves(
        self, members: list[ReadRow], workers: Mapping[str, ReadRow], on_file: OnFile
    ) -> list[ReadRow]:
        """Workers who stand as 本人 in the list of their own members, too, are read once."""
        twice = {id(row) for row in members if names_its_worker(row, workers, on_file)}
        self.rows = [
            RowVerdict(row.ref, row.number, Verdict.SKIP, reason=HIMSELF)
            if id(row) in twice
            else row
            for row in self.rows
        ]
        return [row for row in members if id(row) not in twice]


def judge_register(
    books: Sequence[Workbook],
    *,
    reporting_day: date,
    on_file: OnFile | None = None,
    counted: Counted = unheard,
    meanings: Meanings = NONE,
) -> JudgedRegister:
    """Judge every row of the files of one import.

    Args:
        books: in the order in which they count: of two rows for one person the first stands.
        reporting_day: 上报日; nothing in a row may lie after it.
        on_file: the register as it stands; None for an empty one.
        counted: told now and then how many physical rows are read so far.
        meanings: what the sender's union has said of columns of its own.

    Raises:
        NoRegister: there is no table to read in any of them.
    """
    register = on_file or NothingOnFile()
    reading = _read(books, reporting_day, counted, meanings)
    workers, members = reading.of(FormKind.WORKER), reading.of(FormKind.MEMBER)
    register.prepare(
        {row.file_no for row in (*workers, *members) if row.file_no},
        {row.id_number for row in workers if row.id_number},
    )
    kept = WorkerChecks(register).judge(workers)
    first_of_file = {row.file_no: row for row in reversed(kept) if row.file_no}
    members = reading.without_themselves(members, first_of_file, register)
    checks = MemberChecks(first_of_file, register)
    kept_members = checks.judge(members)
    for row in kept:
        if members and not row.problems:
            note_size(row, len(checks.of_file.get(row.file_no, ())))
    return _outcome(reading, reporting_day, kept, kept_members, checks.of_file)


def _read(
    books: Sequence[Workbook], reporting_day: date, counted: Counted, meanings: Meanings
) -> _Reading:
    reading = _Reading()
    counted(0)
    for book in books:
        reader = CellReader(typed=book.typed, since_1904=book.since_1904)
        for sheet in book.sheets:
            for table in find_tables(book, sheet, reader, meanings):
                if isinstance(table, TableProblem):
                    reading.problems.append(table)
                    continue
                parts = table.sides or (table, table.members)
                reading.tables += [columns_of(each, reader) for each in parts if each]
                reading.heads += [heads_of(each) for each in table.sides or (table,)]
                for row in _read_table(table, reader, reporting_day):
                    reading.rows.append(row)
                    if len(reading.rows) % EVERY == 0:
                        counted(len(reading.rows))
    if not reading.rows:
        raise NoRegister(reading.problems)
    return reading


def _read_table(
    table: Table, reader: CellReader, reporting_day: date
) -> Iterator[ReadRow | RowVerdict]:
    above: ReadRow | None = None  # the worker's, in a sheet of whole households
    pairs = Pairs(table.sides, reader, reporting_day) if table.sides else None
    for number in range(table.begins, len(table.rows)):
        if table.header.first <= number <= table.header.last:
            yield from (_header(each, number) for each in table.sides or (table,))
        elif reason := skip_reason(table, number):
            yield RowVerdict(table.ref, number + 1, Verdict.SKIP, reason=reason)
        elif pairs:
            yield from pairs.read(number)
        elif table.members and is_member(table, number, above):
            row = read_row(table.members, number, reader, reporting_day)
            put_under(row, above)
            yield row
        else:
            above = read_row(table, number, reader, reporting_day)
            yield above


def _header(table: Table, number: int) -> RowVerdict:
    """What was understood is told at the last of its rows."""
    header = table.header
    if number < header.last:
        return RowVerdict(table.ref, number + 1, Verdict.HEADER)
    changes = tuple(
        Normalisation(zh, mark("表头用词"), f"{head_shown(written)}→{zh}")
        for written, zh in header.renamed
    )
    notices = tuple(
        phrase("列“{word}”不在表样中，未导入", word=head_shown(word)) for _, word in header.unknown
    )
    notices += tuple(_said_of_second(header.form.kind, each) for each in header.seconds)
    return RowVerdict(table.ref, number + 1, Verdict.HEADER, changes=changes, notices=notices)


def _said_of_second(form: FormKind, second: Column) -> str:
    told = {"head": second.head, "name": second.field.zh}
    if form is FormKind.MEMBER and second.nearness is Nearness.OTHERS:
        return phrase("列“{head}”是职工的，没有作成员的“{name}”", **told)
    return phrase("“{name}”有两列：另一列空缺时取列“{head}”", **told)


def _outcome(
    reading: _Reading,
    reporting_day: date,
    workers: list[ReadRow],
    members: list[ReadRow],
    of_file: Mapping[str, list[ReadRow]],
) -> JudgedRegister:
    missing = {
        file_no: tuple(at for at, row in enumerate(rows, start=1) if row.problems)
        for file_no, rows in of_file.items()
        if any(row.problems for row in rows)
    }
    accepted = [row for row in workers if not row.problems]
    standing = {row.file_no for row in accepted}
    refused = {row.file_no for row in workers if row.problems} - standing
    ordinals = {id(row): at for rows in of_file.values() for at, row in enumerate(rows, start=1)}
    return JudgedRegister(
        reporting_day=reporting_day,
        workers=tuple(
            _worker(
                row, missing.get(row.file_no, ()), unlisted(row, len(of_file.get(row.file_no, ())))
            )
            for row in accepted
        ),
        members=tuple(
            _member(row, ordinals[id(row)], row.file_no in refused)
            for row in members
            if not row.problems
        ),
        rows=tuple(_row(row, refused) for row in reading.rows),
        table_problems=tuple(reading.problems),
        missing_members=missing,
        tables=tuple(reading.tables),
        back=tuple(_back(reading, refused | missing.keys())),
        heads=tuple(reading.heads),
        later=Counter(row.later for row in reading.read() if row.later),
    )


def _back(reading: _Reading, files: Collection[str]) -> Iterator[RowBack]:
    """Rows that go back; and every member of a household that comes again, for a list of members is
    taken for the whole of it.
    """
    for row in reading.read():
        if row.problems or (row.form is FormKind.MEMBER and row.file_no in files):
            yield RowBack(row.ref, row.number, row.cells)


def _worker(row: ReadRow, missing: tuple[int, ...], unlisted: int) -> JudgedWorker:
    return JudgedWorker(
        row.ref,
        row.number,
        row.file_no,
        row.values,
        row.estimates,
        missing,
        unlisted,
        unread=row.unread,
    )


def _member(row: ReadRow, ordinal: int, waiting: bool) -> JudgedMember:
    return JudgedMember(
        row.ref, row.number, row.file_no, ordinal, row.values, row.estimates, waiting, row.unread
    )


def _row(row: ReadRow | RowVerdict, refused: set[str]) -> RowVerdict:
    if isinstance(row, RowVerdict):
        return row
    return RowVerdict(
        row.ref,
        row.number,
        verdict_of(row),
        form=row.form,
        file_no=row.file_no,
        changes=tuple(row.changes),
        problems=tuple(row.problems),
        notices=tuple(row.notices),
        waiting=row.form is FormKind.MEMBER and row.file_no in refused,
        name=row.name,
        left_out=row.left_out,
    )
