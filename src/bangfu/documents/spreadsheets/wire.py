"""How rows travel from the child process to its parent: one JSON value a line.

The first line is {"typed": …, "since_1904": …}; {"sheet": name, "hidden": …} opens a sheet; a list is a
row; {"merged": [[top, left, bottom, right], …]} and {"rows_hidden": [row, …]} end a sheet that has such.
A cell is null, text, a number, true or false, {"d": "2025-10-31"}, {"e": "#DIV/0!"}, or
{"f": formula, "v": cell} where a formula stands behind it. {"refused": code} ends everything.
JSON and not pickle: the parent doesn't trust what a child makes of a hostile file.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Formula, Kind, Span

Line = dict[str, Any] | list[Any]
Mark = tuple[str, str]  # what formula it is, which error it shows


def head(*, typed: bool, since_1904: bool) -> Line:
    return {"typed": typed, "since_1904": since_1904}


def sheet_begins(name: str, *, hidden: bool = False) -> Line:
    return {"sheet": name, "hidden": hidden}


def merged_cells(spans: Sequence[Span]) -> Line:
    return {"merged": [list(span) for span in spans]}


def hidden_rows(rows: Sequence[int]) -> Line:
    return {"rows_hidden": list(rows)}


def unpack_spans(line: Mapping[str, Any]) -> tuple[Span, ...]:
    """Raises KeyError, TypeError: the child sent something else."""
    return tuple(Span(*span) for span in line["merged"])


def refused(code: str) -> Line:
    return {"refused": code}


def encode(line: Line) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def pack_row(values: Sequence[object], marks: Mapping[int, Mark]) -> list[Any]:
    """Cells of a row as they travel, without the empty ones at its end."""
    cells = [None if value == "" else _pack(value) for value in values]
    for column, mark in marks.items():
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = _pack_marked(cells[column], mark)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _pack_marked(cell: object, mark: Mark) -> object:
    formula, error = mark
    shown = {"e": error} if error else cell
    return {"f": formula, "v": shown} if formula else shown


def _pack(value: object) -> object:
    if isinstance(value, str):
        if len(value) > limits.LONGEST_TEXT:
            raise errors.Suspicious
        return value
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return value


def unpack_cell(cell: Any) -> Cell:
    """The cell that a JSON value stands for.

    Raises:
        KeyError, ValueError: the child sent something else.
    """
    if cell is None:
        return EMPTY
    if isinstance(cell, str):
        return Cell(Kind.TEXT, cell)
    if isinstance(cell, bool):
        return Cell(Kind.BOOL, cell)
    if isinstance(cell, int | float):
        return Cell(Kind.NUMBER, cell)
    if "f" in cell:
        return unpack_cell(cell["v"])._replace(formula=Formula(cell["f"]))
    if "e" in cell:
        return Cell(Kind.ERROR, str(cell["e"]))
    return Cell(Kind.DATE, date.fromisoformat(cell["d"]))
