"""Lines that hold a worker and one member beside him: the worker once, each member under his file.

A family of four takes three lines. The worker's cells are said again on each, merged over them, or stand
on the first alone; a worker without a family has one line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bangfu.documents.spreadsheets.cells import Cell
from bangfu.documents.tables.headers import is_blank
from bangfu.intake.rules.faults import columns_differ
from bangfu.intake.rules.headers import SHARED
from bangfu.intake.rules.households import THEMSELVES, put_under
from bangfu.intake.rules.layout import Table
from bangfu.intake.rules.rows import ReadRow, read_row
from bangfu.intake.rules.values import CellReader
from bangfu.intake.rules.verdicts import RowVerdict, Verdict
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import solid
from bangfu.registry.rules.form import WORKER_FORM

_HIMSELF = mark("职工本人，按同一行的职工登记")
_AGAIN = mark("与上面的职工相同")
_AS_MEMBER = mark("同行成员的{name}")
_WHO = ("name", "id_number")
#: Of a member's field the worker's own that means the same.
_OF_WORKER = {of_member: own for own, of_member in SHARED.items()}
_NOBODY = frozenset(["", "无", "/", "-", "—", "——"])
Line = dict[str, str]  # what a side of a line says, by attribute; blank cells left out


class Pairs:
    """Takes lines in the order of the sheet, for each remembers the worker that it goes on with."""

    def __init__(self, sides: tuple[Table, Table], reader: CellReader, reporting_day: date) -> None:
        self._worker, self._member = sides
        self._himself = _as_worker(self._member)
        self._reader, self._day = reader, reporting_day
        self._seen: dict[str, tuple[Line, ReadRow]] = {}  # by file number as written
        self._above: tuple[Line, ReadRow] | None = None

    def read(self, number: int) -> Iterator[ReadRow | RowVerdict]:
        """The worker of line `number` (from 0) unless he was read before, and the member."""
        line, member = _line(self._worker, number), _line(self._member, number)
        file_no = line.pop("file_no", "")
        member.pop("file_no", None)
        nobody = all(text in _NOBODY for text in member.values())
        known = self._seen.get(file_no) if file_no else self._above
        again = _goes_on(line, known)
        self._above = known or self._above
        himself = member.get("relation") in THEMSELVES
        if not again:
            row = read_row(self._worker, number, self._reader, self._day)
            if himself:
                _fill_in(row, read_row(self._himself, number, self._reader, self._day))
            known = self._above = line, row
            self._seen.setdefault(file_no, known)
            yield row
        if nobody:
            if again:
                yield RowVerdict(self._worker.ref, number + 1, Verdict.SKIP, reason=_AGAIN)
        elif himself:
            yield RowVerdict(self._member.ref, number + 1, Verdict.SKIP, reason=_HIMSELF)
        else:
            row = read_row(self._member, number, self._reader, self._day)
            put_under(row, known[1] if known else None)
            yield row


def _as_worker(side: Table) -> Table:
    """The member's columns as those of the worker who stands in them himself, as far as he has such."""
    columns = tuple(
        (place, WORKER_FORM.by_attr[attr])
        for place, column in side.columns
        if (attr := _OF_WORKER.get(column.attr, column.attr)) in WORKER_FORM.by_attr
    )
    return replace(side, header=replace(side.header, form=WORKER_FORM, columns=columns, seconds=()))


def _fill_in(worker: ReadRow, himself: ReadRow) -> None:
    """What the worker's own columns leave open; another name or number there goes back."""
    for attr in himself.places:
        column, value = himself.fields[attr], himself.values[attr]
        if attr in _WHO and value and worker.values[attr] not in (None, value):
            worker.add(attr, columns_differ(column.zh, phrase(_AS_MEMBER, name=column.zh)))
        elif worker.values[attr] is None and not worker.given(attr):
            worker.values[attr] = value
            worker.problems += [each for each in himself.problems if each.field == column.zh]


def _goes_on(line: Line, known: tuple[Line, ReadRow] | None) -> bool:
    """Whether a line says of its worker nothing else than the line that brought him."""
    if known is None:
        return not line
    return all(known[0].get(attr) == text for attr, text in line.items())


def _line(side: Table, number: int) -> Line:
    cells: Sequence[Cell] = side.rows[number]
    return {
        column.attr: solid(str(cells[place].value))
        for place, column in side.columns
        if not is_blank(cells[place])
    }
