"""The one way in: bytes and a file name become a workbook of typed cells, or a refusal."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from bangfu.documents.apart.surroundings import surroundings
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
    """Its environment holds nothing of ours: no database address, no key."""
    try:
        finished = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _CHILD, kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.CHILD_PATIENCE,
            env=surroundings(),
            cwd=os.sep,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise errors.TooHeavy from error
    if finished.returncode != 0:  # killed by a limit, or the reader aborted
        raise errors.TooHeavy
    return finished.stdout


def _unpack(output: bytes, filename: str, most_cells: int) -> Workbook:
    """A line at a time: what all lines stand for together is several times what they take."""
    try:
        lines = _lines(output)
        head = next(lines)
        return Workbook(
            filename=filename,
            typed=bool(head["typed"]),
            since_1904=bool(head["since_1904"]),
            sheets=tuple(_sheets(lines, most_cells)),
        )
    except (ValueError, KeyError, StopIteration, TypeError) as error:
        raise errors.Damaged from error


def _lines(output: bytes) -> Iterator[Any]:
    for packed in io.BytesIO(output):
        line = json.loads(packed)
        if isinstance(line, dict) and "refused" in line:
            raise errors.BY_CODE[line["refused"]]
        yield line


def _sheets(lines: Iterator[Any], most_cells: int) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    rows: list[tuple[Cell, ...]] = []
    known: dict[Any, Cell] = {}
    held = 0
    for line in lines:
        if isinstance(line, list):
            held += len(line)
            if held > most_cells:
                raise errors.TooMuchAtOnce
            rows.append(tuple([_cell(cell, known) for cell in line]))
        elif "merged" in line and sheet:
            sheet = replace(sheet, merged=unpack_spans(line))
        elif "rows_hidden" in line and sheet:
            sheet = replace(sheet, hidden=frozenset(map(int, line["rows_hidden"])))
        else:
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
