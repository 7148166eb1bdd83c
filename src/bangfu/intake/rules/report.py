"""The row report of a judged register: what the office gets back, line by line."""

from collections.abc import Iterator

from bangfu.documents.row_report import ReportLine
from bangfu.intake.rules.layout import TableProblem
from bangfu.intake.rules.rows import say_done
from bangfu.intake.rules.verdicts import JudgedRegister, RowVerdict, Verdict
from bangfu.kernel.phrases import mark, phrase

_NOTICE_MEND = mark("请核对，必要时改正后重新上报。")
_WAITING = mark("职工行未通过，成员暂不入库")
_WAITING_MEND = mark("请先改正该职工在职工档案中的行，再一起上报。")


def report_lines(judged: JudgedRegister) -> Iterator[ReportLine]:
    """Every row, with a line for each problem, change and notice of it; sheets that could not be
    read come first, with row number 0.
    """
    for trouble in judged.table_problems:
        yield _of_table(trouble)
    for row in judged.rows:
        yield from _of_row(row)


def _of_table(trouble: TableProblem) -> ReportLine:
    return ReportLine(
        file_name=trouble.ref.file,
        sheet=trouble.ref.sheet,
        row_number=0,
        key="",
        verdict=Verdict.REJECT.value,
        reason=phrase(trouble.reason),
        mend=phrase(trouble.mend),
    )


def _of_row(row: RowVerdict) -> Iterator[ReportLine]:
    told = [(each.field, each.value, each.reason, each.mend) for each in row.problems]
    if not told:
        told = [(each.field, each.value, say_done(each.done), "") for each in row.changes]
    told += [("", "", notice, _NOTICE_MEND) for notice in row.notices]
    if row.waiting and not row.problems:
        told.append(("档案编号", row.file_no, _WAITING, _WAITING_MEND))
    for field, value, reason, mend in told or [("", "", row.reason, "")]:
        yield ReportLine(
            row.ref.file,
            row.ref.sheet,
            row.number,
            row.file_no,
            row.verdict.value,
            field,
            value,
            phrase(reason),
            phrase(mend),
        )
