"""One sheet for whole households: a worker's row, and below it those of the members.

A person sees whose row it is by the relation to the worker, by an empty file number, or by numbers
such as 1, 1.1, 1.2. A worker's row says when the file was opened; a member's never does.
"""

from collections.abc import Sequence

from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind
from bangfu.documents.tables.headers import is_blank
from bangfu.intake.rules import faults
from bangfu.intake.rules.headers import BELOW_A_NUMBER
from bangfu.intake.rules.layout import Table
from bangfu.intake.rules.rows import Normalisation, ReadRow
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid

_FROM_ABOVE = mark("取上面职工的档案编号")
HIMSELF = mark("职工本人，按职工档案登记")
THEMSELVES = frozenset(["本人", "户主", "职工本人", "本人(户主)", "户主本人", "职工"])


def is_member(table: Table, number: int, above: ReadRow | None) -> bool:
    """Whether row `number` (from 0) is of a member of the worker `above`."""
    members = table.members
    if members is None:
        return False
    relation = _said(table.rows[number], members.places.get("relation"))
    file_no = _said(table.written[number], table.places.get("file_no"))
    if relation in THEMSELVES:
        return False
    if relation:
        of_above = above is not None and above.given("file_no") == file_no
        opened = _said(table.written[number], table.places.get("opened_on"))
        return not file_no or of_above or not opened
    return not file_no and above is not None and _below(table, number)


def _below(table: Table, number: int) -> bool:
    """A row without a relation: beneath a column of relations, or numbered below the worker's."""
    if table.members is not None and "relation" in table.members.places:
        return True
    numbered = _said(table.written[number], table.header.numbering)
    return bool(BELOW_A_NUMBER.fullmatch(numbered))


def put_under(row: ReadRow, above: ReadRow | None) -> None:
    """A member's row without a file number is of the file above it, and says so; what a member must
    have and the sheet has no column for is asked for.
    """
    for field in row.fields.values():
        if field.required and field.attr not in row.places:
            row.add(field.attr, faults.BLANK)
    if above is not None and above.file_no and not row.given("file_no"):
        _give_number(row, above.file_no)


def _give_number(row: ReadRow, file_no: str) -> None:
    place, column = row.places["file_no"], row.fields["file_no"]
    row.problems = [each for each in row.problems if each.field != column.zh]
    row.values["file_no"] = file_no
    row.changes.append(Normalisation(column.zh, _FROM_ABOVE, file_no))
    longer = (*row.cells, *[EMPTY] * (place + 1 - len(row.cells)))
    row.cells = (*longer[:place], Cell(Kind.TEXT, file_no), *longer[place + 1 :])


def _said(row: Sequence[Cell], place: int | None) -> str:
    if place is None or place >= len(row) or is_blank(row[place]):
        return ""
    return solid(str(row[place].value))
