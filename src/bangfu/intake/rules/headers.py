"""The header of a table: one row of column heads, or up to three with group heads merged over them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bangfu.documents.spreadsheets.cells import Cell, Kind, Sheet, Span
from bangfu.documents.spreadsheets.merging import cell_at, spans_of
from bangfu.intake.rules.values import is_blank
from bangfu.kernel.text import fold_width, solid
from bangfu.registry.rules.form import FORMS, Field, Form

FEWEST_KNOWN = 4  # heads that a header shows at least
_ROWS_SEARCHED = 30
_MOST_ROWS = 3
_UNIT = re.compile(r"\([^)]*\)")
_DRESS = re.compile(r"[*:;﹡＊★※\s]|^\d+[.、]")
_NUMBERING = ("序号", "编次", "序", "No", "NO")
#: Columns that this program puts before rows that it sends back.
WHY, HOW = "退回原因", "如何修改"
_UNTOLD = (*_NUMBERING, WHY, HOW)  # no column of the form, and nobody need be told
_MANY_DIGITS = re.compile(r"\d{6}")
Columns = tuple[tuple[int, Field], ...]


@dataclass(frozen=True)
class Header:
    """`first` and `last` row, from 0; `columns` are (place, field) in sheet order.

    `renamed`: head as written, name in the form; `unknown`: heads that lead to no field.
    """

    form: Form
    first: int
    last: int
    columns: Columns
    renamed: tuple[tuple[str, str], ...] = field(default=())
    unknown: tuple[str, ...] = field(default=())


def find_header(sheet: Sheet) -> Header | None:
    """The first rows that show enough heads of a form; of two forms the one with more."""
    sheet = replace(sheet, merged=_near_the_top(sheet.merged))
    for first in range(min(len(sheet.rows), _ROWS_SEARCHED)):
        headers = [
            _header(form, first, last, heads)
            for last in _last_rows(sheet, first)
            for heads in [_heads(sheet, first, last)]
            for form in FORMS
        ]
        best = max(headers, key=lambda header: _weight(header, sheet.name))
        if len(best.columns) >= FEWEST_KNOWN:
            return _without_titles(sheet, best)
    return None


def _without_titles(sheet: Sheet, header: Header) -> Header:
    """From the first row on that its columns need: one above them is a title."""
    for first in range(header.last, header.first, -1):
        shorter = _header(header.form, first, header.last, _heads(sheet, first, header.last))
        if shorter.columns == header.columns:
            return shorter
    return header


def _near_the_top(merged: Iterable[Span]) -> tuple[Span, ...]:
    """Those that a header may hold; of several that begin in one cell the last."""
    near = spans_of(merged, 0, _ROWS_SEARCHED + _MOST_ROWS)
    return tuple({(span.top, span.left): span for span in near}.values())


def _weight(header: Header, sheet_name: str) -> tuple[int, bool, int]:
    """More heads; then the form that the sheet is called by; then fewer rows."""
    return len(header.columns), header.form.kind.value in sheet_name, -header.last


def _last_rows(sheet: Sheet, first: int) -> Iterator[int]:
    """Rows that a header beginning in `first` may end in."""
    merged = [span.bottom for span in spans_of(sheet.merged, first, first)]
    least = min(max([first, *merged]), first + _MOST_ROWS - 1, len(sheet.rows) - 1)
    yield least
    for last in range(least + 1, min(first + _MOST_ROWS, len(sheet.rows))):
        if not _may_be_heads(sheet.rows[last]):
            return
        yield last


def _may_be_heads(row: tuple[Cell, ...]) -> bool:
    """Words alone, and no long number among them."""
    own = [cell for cell in row if not is_blank(cell)]
    words = [str(cell.value) for cell in own if cell.kind is Kind.TEXT]
    return 0 < len(own) == len(words) and not any(_MANY_DIGITS.search(word) for word in words)


def _header(form: Form, first: int, last: int, heads_of: Sequence[list[str]]) -> Header:
    """`heads_of` each column, from the top down."""
    columns: list[tuple[int, Field]] = []
    renamed: list[tuple[str, str]] = []
    unknown: list[str] = []
    for place, heads in enumerate(heads_of):
        meant, written = _meaning(form, heads)
        if meant is None:
            word = fold_width(written).strip()
            unknown += [word] if word and word not in _UNTOLD else []
            continue
        columns.append((place, meant))
        if written != meant.zh:
            renamed.append((written, meant.zh))
    return Header(form, first, last, tuple(columns), tuple(renamed), tuple(unknown))


def _heads(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """For each column its heads from the top down, a merged one once."""
    width = max(len(row) for row in sheet.rows[first : last + 1])
    grid = [
        ["" if is_blank(cell) else str(cell.value) for cell in _padded(row, width)]
        for row in sheet.rows[first : last + 1]
    ]
    spans = spans_of(sheet.merged, first, last)
    if not spans:
        _carry_groups(grid)
    for span in spans:
        shown = cell_at(sheet.rows, span.top, span.left)
        for row in range(span.top, min(span.bottom, last) + 1):
            for column in range(span.left, min(span.right + 1, width)):
                grid[row - first][column] = "" if is_blank(shown) else str(shown.value)
    return [list(dict.fromkeys(filter(None, heads))) for heads in zip(*grid, strict=True)]


def _carry_groups(grid: list[list[str]]) -> None:
    """A file that keeps no merged cells shows a group's head over the first of its columns alone."""
    for above, below in pairwise(grid):
        for column in range(1, len(above)):
            if not above[column] and below[column] and below[column - 1]:
                above[column] = above[column - 1]


def _padded(row: tuple[Cell, ...], width: int) -> list[Cell]:
    return [cell_at((row,), 0, column) for column in range(width)]


def _meaning(form: Form, heads: list[str]) -> tuple[Field | None, str]:
    """The field, and the words that lead to it: the lowest head, with its group's where it takes both.

    A head that is a unit alone leaves it to the one above.
    """
    said = [head for head in heads if _bare(head)]
    if not said:
        return None, heads[-1] if heads else ""
    lowest = said[-1]
    for group in ("", *reversed(said[:-1])):
        for written in (group + lowest, lowest + group):
            if meant := field_of(form, written):
                return meant, written
    return None, lowest


def field_of(form: Form, head: str) -> Field | None:
    """The field that a head means, whatever its marks, numbering and unit."""
    word = _DRESS.sub("", solid(head))
    return form.by_header.get(word) or form.by_header.get(_UNIT.sub("", word))


def _bare(head: str) -> str:
    return _UNIT.sub("", _DRESS.sub("", solid(head)))
