"""What a merged cell shows holds for all its rows; a file keeps it in the first alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind, Place, Sheet, Span

Rows = tuple[tuple[Cell, ...], ...]


def fill_down(sheet: Sheet, first: int) -> tuple[Rows, frozenset[Place]]:
    """The rows with every merged cell's value in all its rows, and which cells were filled so.

    Args:
        first: merged cells that begin above this row (from 0) are titles and headers, and stay.

    Raises:
        TooManyCells: the merged cells lie over each other a hostile number of times.
    """
    rows = list(sheet.rows)
    filled: set[Place] = set()
    for place, cell in _shown(sheet, first):
        if len(filled) > limits.MOST_CELLS:
            raise errors.TooManyCells
        rows[place.row] = _with_cell(rows[place.row], place.column, cell)
        filled.add(place)
    return tuple(rows), frozenset(filled)


def _shown(sheet: Sheet, first: int) -> Iterator[tuple[Place, Cell]]:
    """Cells below the first of a merged one, in its first column: beside it nothing else is said."""
    looked_at = 0
    for span in sheet.merged:
        cell = cell_at(sheet.rows, span.top, span.left)
        if span.top < first or span.bottom == span.top or cell.kind is Kind.EMPTY:
            continue
        for row in range(span.top + 1, min(span.bottom + 1, len(sheet.rows))):
            looked_at += 1
            if looked_at > limits.MOST_CELLS:
                raise errors.TooManyCells
            if cell_at(sheet.rows, row, span.left).kind is Kind.EMPTY:
                yield Place(row, span.left), cell


def cell_at(rows: Rows, row: int, column: int) -> Cell:
    """Rows differ in length, and a file may name a cell beyond them all."""
    if row >= len(rows) or column >= len(rows[row]):
        return EMPTY
    return rows[row][column]


def spans_of(spans: Iterable[Span], first: int, last: int) -> list[Span]:
    """Those that begin in these rows."""
    return [span for span in spans if first <= span.top <= last]


def _with_cell(row: tuple[Cell, ...], column: int, cell: Cell) -> tuple[Cell, ...]:
    longer = row + (EMPTY,) * (column + 1 - len(row))
    return (*longer[:column], cell, *longer[column + 1 :])
