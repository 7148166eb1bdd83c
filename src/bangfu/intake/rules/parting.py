"""Several tables on one sheet, one below the other or apart by an empty column: each is read by its own
header.

The header once more, as at the top of a printed page, begins no table; with its columns in another order
it does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind, Sheet
from bangfu.documents.tables.headers import ROWS_SEARCHED, is_blank
from bangfu.documents.tables.remarks import begins_a_table
from bangfu.documents.tables.units import unit_of_lines
from bangfu.intake.rules.headers import Header, field_of, find_header
from bangfu.intake.rules.meanings import Meanings
from bangfu.registry.rules.form import FORMS

MOST = 400  # tables of one sheet; what follows is read as rows of the last
_LONGEST_HEAD = 20
_FEW = 3  # cells of a row that stands above a table


def below(sheet: Sheet, meanings: Meanings) -> list[Sheet]:
    """The sheet cut where another table begins; row numbers stay as they are."""
    parts: list[Sheet] = []
    begins, header = 0, find_header(sheet, meanings)
    while header is not None and len(parts) < MOST:
        following = _next(sheet, header, meanings)
        if following is None:
            break
        ends, header = following
        parts.append(_cut(sheet, begins, ends))
        begins = ends
    return [*parts, _cut(sheet, begins, len(sheet.rows)) if begins else sheet]


def beside(sheet: Sheet, meanings: Meanings) -> list[Sheet]:
    """The sheet cut at its empty columns, if in each part stands a table; else whole."""
    edges = [-1, *_empty_columns(sheet.rows), max(map(len, sheet.rows), default=0)]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    parts = [_columns(sheet, left, right) for left, right in spans if right > left]
    tables = [part for part in parts if find_header(part, meanings) is not None]
    return tables if len(tables) == len(parts) > 1 else [sheet]


def _next(sheet: Sheet, header: Header, meanings: Meanings) -> tuple[int, Header] | None:
    """Where the next table begins, titles included, and its header."""
    after, known = header.last + 1, sheet.rows[header.first : header.last + 1]
    for number in range(after, len(sheet.rows)):
        if not _shows_heads(sheet.rows[number]):
            continue
        first = number
        while first > after and _stands_above(sheet.rows[first - 1]):
            first -= 1
        while all(map(is_blank, sheet.rows[first])):
            first += 1
        if sheet.rows[number] in known and not _counted_otherwise(sheet.rows[first:number]):
            continue
        another = find_header(_cut(sheet, first, number + ROWS_SEARCHED), meanings)
        if another is not None and not _same(header, another):
            return first, another
    return None


def _shows_heads(row: Sequence[Cell]) -> bool:
    """Most rows are told from a header by their first cells."""
    texts = [str(cell.value) for cell in row[:_FEW] if cell.kind is Kind.TEXT]
    if not any(_is_head(text) for text in texts):
        return False
    shown = [str(cell.value) for cell in row if not is_blank(cell)]
    return begins_a_table(shown, lambda text: _is_head(text) or None)


def _is_head(text: str) -> bool:
    if len(text) > _LONGEST_HEAD or text.isdigit():
        return False
    return any(field_of(form, text) is not None for form in FORMS)


def _stands_above(row: Sequence[Cell]) -> bool:
    shown = [cell for cell in row if not is_blank(cell)]
    return len(shown) <= _FEW and all(cell.kind is Kind.TEXT for cell in shown)


def _counted_otherwise(titles: Sequence[Sequence[Cell]]) -> bool:
    return unit_of_lines(str(cell.value) for row in titles for cell in row) is not None


def _same(header: Header, another: Header) -> bool:
    every = ((each, each.members, each.beside) for each in (header, another))
    one, other = ([_reads(half) for half in halves if half] for halves in every)
    return one == other


def _reads(header: Header) -> tuple[object, ...]:
    seconds = [(each.place, each.field) for each in header.seconds]
    return header.form, header.columns, header.units, seconds, header.unknown


def _cut(sheet: Sheet, begins: int, ends: int) -> Sheet:
    rows = ((),) * begins + sheet.rows[begins:ends]
    merged = tuple(span for span in sheet.merged if begins <= span.top < ends)
    return replace(sheet, rows=rows, merged=merged, begins=begins)


def _empty_columns(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    width = max(map(len, rows), default=0)
    for column in range(width):
        if all(column >= len(row) or is_blank(row[column]) for row in rows):
            yield column


def _columns(sheet: Sheet, left: int, right: int) -> Sheet:
    rows = tuple((EMPTY,) * left + row[left:right] for row in sheet.rows)
    merged = tuple(span for span in sheet.merged if left <= span.left < right)
    return replace(sheet, rows=rows, merged=merged)
