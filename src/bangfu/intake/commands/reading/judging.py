"""Judge the files of an import wholly: by the form, by the union tree, by what is on file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bangfu.documents.spreadsheets import Workbook
from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.reach import Scope

from ...enums import Outcome, Stage
from ...queries.on_file import RegisterOnFile
from ...rules import JudgedRegister, RowVerdict, Verdict, judge_register
from ...rules.meanings import NONE, Meanings
from ..merging.carrying import carry_over
from ..merging.deciding import Decisions, decide
from ..progress import Report, silent
from .accepted import Accepted, Problems, RowKey, accepted_of, key_of
from .back import BackRow, rows_back
from .blanks import NO_BLANKS, blanks_of
from .lines import HouseholdLine, household_lines
from .objections import find_objections
from .packing import outline_of, refused_columns
from .sharing import Sharing, sharing_of
from .unions import UnionDirectory

STAYS = mark("户主由“{former}”换为“{name}”，原户主列为家庭成员，请核对")
LEAVES = mark("户主由“{former}”换为“{name}”，原户主不再在本户，请核对")


@dataclass(frozen=True)
class Judgement:
    """`rows`: one verdict for every physical row, objections of the register included; `lines`: the
    households that are new or change, by the row at which the preview shows them; `back`: the rows
    that go back, as they came.
    """

    register: JudgedRegister
    rows: tuple[RowVerdict, ...]
    accepted: Accepted
    decisions: Decisions
    lines: Mapping[RowKey, HouseholdLine]
    back: Sequence[BackRow]

    def counts(self) -> dict[str, int]:
        verdicts = Counter(row.verdict.value for row in self.rows)
        return {
            **{verdict.value: verdicts[verdict.value] for verdict in Verdict},
            "tables_refused": len(self.register.table_problems),
            **self.decisions.counts(),
        }

    def outline(self) -> dict[str, Any]:
        """What merging needs beside the staged rows, and the sheets that were not read."""
        tables = [
            {
                "file": each.ref.file,
                "sheet": each.ref.sheet,
                "reason": each.reason,
                "mend": each.mend,
            }
            for each in self.register.table_problems
        ]
        refused = refused_columns(self.register.table_problems)
        later = {day.isoformat(): rows for day, rows in sorted(self.register.later.items())}
        return {
            **outline_of(self.accepted),
            "tables": tables,
            "columns_refused": refused,
            "later": later,
        }

    def outcomes(self) -> dict[RowKey, Outcome]:
        return self.decisions.outcomes()


def judge(
    books: Sequence[Workbook],
    as_of: date,
    scope: Scope,
    report: Report = silent,
    meanings: Meanings = NONE,
) -> Judgement:
    """Within the running transaction, which must have the importing officer's scope. Of files out of it
    nothing is told, nor does anything follow from them, until the import is confirmed.

    Raises:
        NoRegister: none of the files holds a register.
    """
    physical = sum(len(sheet.rows) for book in books for sheet in book.sheets)
    register = judge_register(
        books,
        reporting_day=as_of,
        on_file=RegisterOnFile(as_of),
        counted=lambda done: report(Stage.ROWS, done, physical),
        meanings=meanings,
    )
    del books  # nobody else has them: what follows takes their place
    directory = UnionDirectory(scope)
    judged = carry_over(accepted_of(register), as_of)
    problems = find_objections(judged, as_of, directory, confirmed=False)
    accepted = judged.without(problems)
    decisions = decide(accepted, as_of, directory)
    sharing = sharing_of(accepted, as_of)
    of_files = [succession_notices(decisions), absent_notices(decisions)]
    notices = told_beside(of_files, sharing, register)
    blanks = blanks_of(accepted)
    verdicts = tuple(told(row, problems, notices, blanks) for row in register.rows)
    rows = _waiting(verdicts, accepted)
    back = list(rows_back(register, judged, problems))
    lines = household_lines(decisions)
    return Judgement(register, rows, accepted, decisions, lines, back)


def told(
    row: RowVerdict,
    problems: Problems,
    notices: Mapping[RowKey, Sequence[str]],
    blanks: Mapping[RowKey, tuple[str, ...]] = NO_BLANKS,
) -> RowVerdict:
    """The row's verdict with what the register has against it, or what it should be told."""
    key = (row.ref.file, row.ref.sheet, row.number)
    if against := problems.get(key):
        return replace(row, verdict=Verdict.REJECT, problems=(*row.problems, *against))
    if (key in notices or key in blanks) and not row.problems:
        more = notices.get(key, ())
        return replace(row, notices=(*row.notices, *more), blanks=blanks.get(key, ()))
    return row


def told_beside(
    of_files: Sequence[Mapping[str, str]], sharing: Sharing, register: JudgedRegister
) -> dict[RowKey, list[str]]:
    """By row: what its file is told, by file number, and what it shares with other files."""
    notices = {key: list(shared) for key, shared in sharing.seen.items()}
    for worker in register.workers if any(of_files) else ():
        told = [of_file[worker.file_no] for of_file in of_files if worker.file_no in of_file]
        if told:
            notices[key_of(worker)] = [*told, *notices.get(key_of(worker), ())]
    return notices


def succession_notices(decisions: Decisions) -> dict[str, str]:
    """By file number: who follows whom as its worker."""
    return {
        household.file_no: phrase(
            STAYS if succession.stays else LEAVES,
            former=succession.former.head_name,
            name=succession.successor.name,
        )
        for household in decisions.households
        if (succession := household.succession)
    }


def absent_notices(decisions: Decisions) -> dict[str, str]:
    """By file number: who of the household is on file and not in this list."""
    names: dict[str, list[str]] = {}
    for household, member in decisions.newly_absent():
        names.setdefault(household.file_no, []).append(member.name)
    return {
        file_no: phrase(
            "在档成员 {names} 未出现在本次名单中，已标记，未删除，请核实", names="、".join(absent)
        )
        for file_no, absent in names.items()
    }


def _waiting(rows: Sequence[RowVerdict], accepted: Accepted) -> tuple[RowVerdict, ...]:
    waiting = {(row.ref.file, row.ref.sheet, row.number) for row in accepted.members if row.waiting}
    return tuple(
        replace(row, waiting=True)
        if not row.waiting and (row.ref.file, row.ref.sheet, row.number) in waiting
        else row
        for row in rows
    )
