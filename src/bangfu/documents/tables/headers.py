"""The header of any table: one row of column heads, or up to four with group heads merged over them,
beneath the titles of the sheet.

What a head means is the caller's; how it is found, and what of it is dress, is said here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from bangfu.documents.spreadsheets.cells import Cell, Kind, Sheet
from bangfu.documents.spreadsheets.merging import cell_at, spans_of
from bangfu.documents.tables.units import unit_of_heads
from bangfu.kernel.text import solid, squeeze

ROWS_SEARCHED = 30  # titles stand above
_MOST_ROWS = 4
_UNIT = re.compile(r"\([^)]*\)")
_DRESS = re.compile(r"[*:;﹡＊★※\s]|^\d+[.、]")
_MANY_DIGITS = re.compile(r"\d{6}")
_SAY_LITTLE = ("金额", "数额", "金额合计")
Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Heads:
    """`first` and `last` row, from 0; `of` each column, from the top down, a merged one once."""

    first: int
    last: int
    of: tuple[tuple[str, ...], ...]


def is_blank(cell: Cell) -> bool:
    """Nothing to be seen, whatever invisible characters stand there."""
    if cell.kind is not Kind.TEXT:
        return cell.kind is Kind.EMPTY
    text = str(cell.value)
    return not text.isalnum() and not squeeze(text)


def head_word(head: str) -> str:
    """A head without marks, numbering and spaces, its width folded."""
    return _DRESS.sub("", solid(head))


def bare_word(head: str) -> str:
    """The same without what stands in brackets: mostly a unit."""
    return _UNIT.sub("", head_word(head))


def look_up(head: str, meaning_of: Callable[[str], Meaning | None]) -> Meaning | None:
    """What a head means, whatever its marks, numbering and unit."""
    return meaning_of(head_word(head)) or meaning_of(bare_word(head))


def meaning(
    heads: Sequence[str], meaning_of: Callable[[str], Meaning | None]
) -> tuple[Meaning | None, str]:
    """What a column means, and the words that lead to it: the lowest head, with its group's where it
    takes both. A head that is a unit alone, or 金额, leaves it to the one above.
    """
    worded = [head for head in heads if bare_word(head)]
    if not worded:
        return None, heads[-1] if heads else ""
    lowest = worded[-1]
    for group in ("", *reversed(worded[:-1])):
        for written in (group + lowest, lowest + group):
            if meant := look_up(written, meaning_of):
                return meant, written
    if len(worded) > 1 and bare_word(lowest) in _SAY_LITTLE:
        meant, written = meaning(worded[:-1], meaning_of)
        return (meant, written) if meant else (None, lowest)
    return None, lowest


def headers_within(sheet: Sheet) -> Iterator[list[Heads]]:
    """For each row near the top the headers that may begin there, the shortest first."""
    sheet = _near_the_top(sheet)
    for first in range(sheet.begins, min(len(sheet.rows), sheet.begins + ROWS_SEARCHED)):
        yield [heads_at(sheet, first, last) for last in _last_rows(sheet, first)]


def headers_from(sheet: Sheet, first: int) -> list[Heads]:
    """Those that may begin in this row."""
    sheet = _near_the_top(sheet)
    return [heads_at(sheet, first, last) for last in _last_rows(sheet, first)]


def first_header(
    sheet: Sheet, read: Callable[[Heads], Meaning | None]
) -> tuple[Meaning, Heads] | None:
    """The first rows of which something can be made, titles left out; what is made of them."""
    for heads in (each for begun in headers_within(sheet) for each in begun):
        if (meant := read(heads)) is not None:
            return meant, with_units(sheet, without_titles(sheet, heads, _reads_as(read, meant)))
    return None


def with_units(sheet: Sheet, heads: Heads) -> Heads:
    """With the row beneath that says no more than what each column is counted in."""
    below = sheet.rows[heads.last + 1 : heads.last + 2]
    shown = [str(cell.value) for row in below for cell in row if not is_blank(cell)]
    if not shown or not all(map(_says_little, shown)):
        return heads
    return heads_at(_near_the_top(sheet), heads.first, heads.last + 1)


def _says_little(head: str) -> bool:
    return not bare_word(head) or head_word(head) in _SAY_LITTLE or bool(unit_of_heads([head]))


def _reads_as(read: Callable[[Heads], Meaning | None], meant: Meaning) -> Callable[[Heads], bool]:
    return lambda heads: read(heads) == meant


def without_titles(sheet: Sheet, heads: Heads, same: Callable[[Heads], bool]) -> Heads:
    """From the first row on that the columns need: one above them is a title.

    Args:
        same: whether a shorter header says the same.
    """
    sheet = _near_the_top(sheet)
    for first in range(heads.last, heads.first, -1):
        shorter = heads_at(sheet, first, heads.last)
        if same(shorter):
            return shorter
    return heads


def titles_above(sheet: Sheet, heads: Heads) -> list[str]:
    """What stands above the header, cell by cell."""
    rows = sheet.rows[: heads.first]
    return [str(cell.value) for row in rows for cell in row if not is_blank(cell)]


def heads_at(sheet: Sheet, first: int, last: int) -> Heads:
    """The heads of these rows."""
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
    columns = [tuple(dict.fromkeys(filter(None, heads))) for heads in zip(*grid, strict=True)]
    return Heads(first, last, tuple(_without_title(columns)))


def _without_title(columns: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """What stands above every column is no group's head: it says nothing of any of them."""
    above = [set(heads[:-1]) for heads in columns if heads]
    titles = set.intersection(*above) if above else set()
    for heads in columns:
        yield (*(head for head in heads[:-1] if head not in titles), *heads[-1:])


def _near_the_top(sheet: Sheet) -> Sheet:
    """With the merged cells that a header may hold; of several that begin in one cell the last."""
    near = spans_of(sheet.merged, sheet.begins, sheet.begins + ROWS_SEARCHED + _MOST_ROWS)
    return replace(sheet, merged=tuple({(span.top, span.left): span for span in near}.values()))


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


def _carry_groups(grid: list[list[str]]) -> None:
    """A file that keeps no merged cells shows a group's head over the first of its columns alone."""
    for above, below in pairwise(grid):
        for column in range(1, len(above)):
            if not above[column] and below[column] and below[column - 1]:
                above[column] = above[column - 1]


def _padded(row: tuple[Cell, ...], width: int) -> list[Cell]:
    return [cell_at((row,), 0, column) for column in range(width)]
