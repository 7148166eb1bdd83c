"""Bring the union tree in from a spreadsheet, in any row order; what moved takes its rows along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.documents.row_report import (
    ACCEPT,
    HEADER,
    REJECT,
    ImportReport,
    ReportLine,
    fingerprint,
)
from bangfu.documents.tables import Table, read_table
from bangfu.kernel.divisions import first_six
from bangfu.scope.actors import Actor
from bangfu.scope.reach import MAX_DEPTH

from .. import duties
from ..administering import require_for_all
from ..enums import UnionKind
from ..models import Union
from ..rules.union_rows import AREA, COLUMNS, UnionFault, UnionRow, faults_of, repeated
from ..rules.union_tree import place_rows
from .planting import Planted, plant_unions

KINDS = tuple(UnionKind.values)


@use_case(duties.IMPORT_UNIONS, numbers_in=("file_name",))
def import_unions(
    *, data: bytes, file_name: str, as_of: date, by: Actor, dry_run: bool = False
) -> ImportReport:
    """Add and change unions by 编码; bad rows go back, good ones go in.

    Args:
        as_of: the day from which changes hold in the unions' history.

    Raises:
        NotPermitted, OnlyAtTheRoot, SpreadsheetRefused, ColumnsMissing.
    """
    require_for_all(by)
    table = read_table(data, file_name, COLUMNS)
    rows = [_row(row.number, row.texts) for row in table.rows]
    good, faults = _judge(rows, _on_file())
    planted = Planted() if dry_run else plant_unions(good, as_of)
    counts = _counts(good, faults, planted)
    if dry_run:
        nothing_changed()
    else:
        tell("unions", fingerprint(data), counts)
    return ImportReport(counts, tuple(_lines(file_name, table, rows, faults)))


def _on_file() -> dict[str, str]:
    """Code to parent's code, locked against a second import."""
    locked = Union.objects.select_for_update(of=("self",))
    return {code: parent or "" for code, parent in locked.values_list("code", "parent__code")}


def _row(number: int, texts: dict[str, str]) -> UnionRow:
    said = {**texts, AREA: first_six(texts[AREA])}
    return UnionRow(number, *(said[column] for column in COLUMNS))


def _judge(
    rows: Sequence[UnionRow], on_file: dict[str, str]
) -> tuple[list[UnionRow], dict[int, list[UnionFault]]]:
    faults: dict[int, list[UnionFault]] = {}
    first: dict[str, UnionRow] = {}
    for row in rows:
        problems = faults_of(row, KINDS)
        if not problems and first.setdefault(row.code, row) is not row:
            problems = [repeated(row, first[row.code])]
        if problems:
            faults[row.number] = problems
    sound = [row for row in rows if row.number not in faults]
    good, refused = place_rows(sound, on_file, MAX_DEPTH)
    faults.update({number: [fault] for number, fault in refused.items()})
    return good, faults


def _counts(
    good: Sequence[UnionRow], faults: dict[int, list[UnionFault]], planted: Planted
) -> dict[str, int]:
    return {
        "rows": len(good) + len(faults),
        "accepted": len(good),
        "rejected": len(faults),
        "created": planted.created,
        "changed": planted.changed,
        "restamped": planted.restamped,
    }


def _lines(
    file_name: str, table: Table, rows: Sequence[UnionRow], faults: dict[int, list[UnionFault]]
) -> Iterator[ReportLine]:
    yield ReportLine(file_name, table.sheet, table.header_row, "", HEADER)
    for row in rows:
        where = (file_name, table.sheet, row.number, row.code)
        for fault in faults.get(row.number, ()):
            yield ReportLine(*where, REJECT, fault.field, fault.value, fault.reason, fault.mend)
        if row.number not in faults:
            yield ReportLine(*where, ACCEPT)
