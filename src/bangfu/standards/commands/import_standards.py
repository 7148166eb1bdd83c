"""Enter dated standards from a spreadsheet; a value once entered stays, a newer word wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

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
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import StandardKind
from ..models import LocalStandard
from ..rules.standard_rows import (
    AREA,
    COLUMNS,
    StandardFault,
    StandardRow,
    read_row,
    repeated,
)

KINDS = tuple(StandardKind.values)
WORTH = ("area_name", "amount_fen", "source", "note")
Faults = dict[int, list[StandardFault]]


@dataclass(frozen=True)
class StandardsReport(ImportReport):
    """`new`: what was entered, or would be by a dry run."""

    new: tuple[LocalStandard, ...] = ()


@use_case(duties.IMPORT, numbers_in=("file_name",))
def import_standards(
    *, data: bytes, file_name: str, by: Actor, dry_run: bool = False
) -> StandardsReport:
    """Add what is new or says otherwise than what was last entered for the same place and day.

    Raises:
        NotPermitted, OnlyAtTheRoot, SpreadsheetRefused, ColumnsMissing.
    """
    require_for_all(by)
    table = read_table(data, file_name, COLUMNS)
    good, faults = _judge(table)
    new = _new(good)
    counts = {
        "rows": len(table.rows),
        "accepted": len(good),
        "rejected": len(faults),
        "created": len(new),
        "unchanged": len(good) - len(new),
    }
    standards = tuple(_standard(row) for row in new)
    if dry_run:
        nothing_changed()
    else:
        LocalStandard.objects.bulk_create(standards)
        told = {"entered": entered(standards)} if standards else {}
        tell("standards", fingerprint(data), {**counts, **told})
    return StandardsReport(counts, tuple(_lines(file_name, table, faults)), new=standards)


def _judge(table: Table) -> tuple[list[StandardRow], Faults]:
    faults: Faults = {}
    first: dict[object, StandardRow] = {}
    for row in table.rows:
        read = read_row(row, KINDS, since_1904=table.since_1904)
        if isinstance(read, list):
            faults[row.number] = read
        elif first.setdefault(read.key, read) is not read:
            faults[row.number] = [repeated(read, first[read.key])]
    return list(first.values()), faults


def _new(rows: Sequence[StandardRow]) -> list[StandardRow]:
    entered = {
        (standard.area_code, standard.kind, standard.valid_from): standard
        for standard in LocalStandard.objects.order_by("id")
    }
    return [row for row in rows if not _same(row, entered.get(row.key))]


def _same(row: StandardRow, last: LocalStandard | None) -> bool:
    return last is not None and all(getattr(row, name) == getattr(last, name) for name in WORTH)


def _standard(row: StandardRow) -> LocalStandard:
    return LocalStandard(
        area_code=row.area_code,
        kind=row.kind,
        valid_from=row.valid_from,
        **{name: getattr(row, name) for name in WORTH},
    )


def entered(standards: Iterable[LocalStandard]) -> str:
    """A digest of what was entered at once, for the log; `check records` draws it anew from the table."""
    lines = sorted(
        f"{each.area_code}|{each.kind}|{each.valid_from}|{each.amount_fen}" for each in standards
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _lines(file_name: str, table: Table, faults: Faults) -> Iterator[ReportLine]:
    yield ReportLine(file_name, table.sheet, table.header_row, "", HEADER)
    for row in table.rows:
        where = (file_name, table.sheet, row.number, row[AREA])
        for fault in faults.get(row.number, ()):
            yield ReportLine(*where, REJECT, fault.field, fault.value, fault.reason, fault.mend)
        if row.number not in faults:
            yield ReportLine(*where, ACCEPT)
