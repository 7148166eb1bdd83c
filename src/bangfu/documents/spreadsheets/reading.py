"""The one way in: bytes and a file name become a workbook of typed cells, or a refusal."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from bangfu.documents.apart.asking import BoundPassed, Bounds, ask_child
from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Sheet, Workbook
from bangfu.documents.spreadsheets.wire import unpack_cell, unpack_spans

_CHILD = "bangfu.documents.spreadsheets.child"
_KINDS = {".xlsx": "xlsx", ".csv": "csv"}
_OLD_EXTENSIONS = (".xls", ".et", ".ods", ".xlsb")
_MACRO_EXTENSIONS = (".xlsm", ".xltm")


def read_workbook(data: bytes, filename: str, most_cells: int = limits.MOST_CELLS_HELD) -> Workbook:
    """Read an .xlsx or .csv file in a child process with limits.

    Args:
        data: the whole file.
        filename: as the sender named it; its extension must tell the truth.
        most_cells: how many may be held, those of all sheets together.

    Raises:
        SpreadsheetRefused: one of its kinds; the message tells the sender what to do.
    """
    kind = _kind(filename)
    if not data:
        raise errors.Empty
    if len(data) > limits.MOST_BYTES:
        raise errors.TooLarge
    return _unpack(_run_child(kind, data), filename, most_cells)


def _kind(filename: str) -> str:
    extension = PurePath(filename).suffix.lower()
    if extension in _OLD_EXTENSIONS:
        raise errors.OldFormat
    if extension in _MACRO_EXTENSIONS:
        raise errors.HasMacros
    if extension not in _KINDS:
        raise errors.UnknownExtension
    return _KINDS[extension]


def _run_child(kind: str, data: bytes) -> bytes:
    """Raises TooHeavy: killed by a limit, or past a bound, or the reader aborted."""
    bounds = Bounds(limits.MOST_OUTPUT, limits.CHILD_PATIENCE)
    try:
        answer = ask_child(_CHILD, kind, sent=data, bounds=bounds)
    except BoundPassed as error:
        raise errors.TooHeavy from error
    if answer.status != 0:
        raise errors.TooHeavy
    return answer.content


def _unpack(output: bytes, filename: str, most_cells: int) -> Workbook:
    """A line at a time: what they stand for takes a multiple of what they take, some twenty times that.

    A child that a file has taken over sends what it likes, so lines, rows and sheets have their bounds here, too.
    """
    try:
        lines = _lines(output)
        head = next(lines)
        return Workbook(
            filename=filename,
            typed=bool(head["typed"]),
            since_1904=bool(head["since_1904"]),
            sheets=tuple(_sheets(lines, most_cells)),
        )
    except (ValueError, KeyError, StopIteration, TypeError, RecursionError) as error:
        raise errors.Damaged from error


def _lines(output: bytes) -> Iterator[Any]:
    packed_lines = io.BytesIO(output)
    while packed := packed_lines.readline(limits.MOST_LINE + 1):
        if len(packed) > limits.MOST_LINE:
            raise errors.TooHeavy
        line = json.loads(packed)
        if isinstance(line, dict) and "refused" in line:
            raise errors.BY_CODE[line["refused"]]
        yield line


def _sheets(lines: Iterator[Any], most_cells: int) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    rows: list[tuple[Cell, ...]] = []
    known: dict[Any, Cell] = {}
    held = sheets = 0
    for line in lines:
        if isinstance(line, list):
            held += len(line)
            if held > most_cells:
                raise errors.TooMuchAtOnce
            rows.append(tuple([_cell(cell, known) for cell in line]))
            if len(rows) > limits.MOST_ROWS:
                raise errors.TooManyCells
        elif "merged" in line and sheet:
            sheet = replace(sheet, merged=unpack_spans(line))
        elif "rows_hidden" in line and sheet:
            sheet = replace(sheet, hidden=frozenset(map(int, line["rows_hidden"])))
        else:
            sheets += 1
            if sheets > limits.MOST_SHEETS:
                raise errors.TooManyParts
            if sheet:
                yield replace(sheet, rows=tuple(rows))
            sheet, rows = Sheet(str(line["sheet"]), (), is_hidden=bool(line["hidden"])), []
    if sheet:
        yield replace(sheet, rows=tuple(rows))


def _cell(packed: Any, known: dict[Any, Cell]) -> Cell:
    """One object for all cells that are equal, for most repeat."""
    if packed is None:
        return EMPTY
    key = packed if isinstance(packed, str) else _key(packed)
    cell = known.get(key)
    if cell is None:
        cell = known[key] = unpack_cell(packed)
    return cell


def _key(packed: Any) -> Any:
    """1, 1.0 and true are not the same cell."""
    return (dict, repr(packed)) if isinstance(packed, dict) else (type(packed), packed)
