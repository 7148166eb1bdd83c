"""What a merged cell shows holds for all its rows; a file keeps it in the first alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind, Sheet, Span

Rows = tuple[tuple[Cell, ...], ...]


def fill_down(sheet: Sheet, first: int) -> tuple[Rows, dict[int, set[int]]]:
    """The rows with every merged cell's value in all its rows, and which columns of which row have it so.

    A row with nothing of its own stays empty. Beside its first column a merged cell says nothing.

    Args:
        first: merged cells that begin above this row (from 0) are titles and headers, and stay.

    Raises:
        TooMuchAtOnce: what is brought so is more than is held of any file.
    """
    rows = list(sheet.rows)
    filled: dict[int, set[int]] = defaultdict(set)
    left = limits.MOST_CELLS_HELD
    for row, column, cell in _shown_below(sheet, first):
        left -= 1 + max(column + 1 - len(rows[row]), 0)
        if left < 0:
            raise errors.TooMuchAtOnce
        rows[row] = _with_cell(rows[row], column, cell)
        filled[row].add(column)
    return tuple(rows), dict(filled)


def _shown_below(sheet: Sheet, first: int) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and value of the cells below the first of a merged one."""
    looked_at = 0
    for span in sheet.merged:
        cell = cell_at(sheet.rows, span.top, span.left)
        if span.top < first or cell.kind is Kind.EMPTY:
            continue
        for row in range(span.top + 1, min(span.bottom + 1, len(sheet.rows))):
            looked_at += 1
            if looked_at > limits.MOST_CELLS_HELD:  # they lie over each other
                raise errors.TooMuchAtOnce
            if sheet.rows[row] and cell_at(sheet.rows, row, span.left).kind is Kind.EMPTY:
                yield row, span.left, cell


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
