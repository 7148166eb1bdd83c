"""The one way in: bytes and a file name become a workbook of typed cells, or a refusal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import bangfu
from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Sheet, Workbook
from bangfu.documents.spreadsheets.wire import unpack_cell

_CHILD = "bangfu.documents.spreadsheets.child"
_KINDS = {".xlsx": "xlsx", ".csv": "csv"}
_OLD_EXTENSIONS = (".xls", ".et", ".ods", ".xlsb")
_MACRO_EXTENSIONS = (".xlsm", ".xltm")
_CODE_FOLDER = str(Path(bangfu.__file__).parent.parent)


def read_workbook(data: bytes, filename: str) -> Workbook:
    """Read an .xlsx or .csv file in a child process with limits.

    Args:
        data: the whole file.
        filename: as the sender named it; its extension must tell the truth.

    Raises:
        SpreadsheetRefused: one of its kinds; the message tells the sender what to do.
    """
    kind = _kind(filename)
    if not data:
        raise errors.Empty
    if len(data) > limits.MOST_BYTES:
        raise errors.TooLarge
    return _unpack(_run_child(kind, data), filename)


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
            env={"PYTHONPATH": _CODE_FOLDER, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=os.sep,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise errors.TooHeavy from error
    if finished.returncode != 0:  # killed by a limit, or the reader aborted
        raise errors.TooHeavy
    return finished.stdout


def _unpack(output: bytes, filename: str) -> Workbook:
    try:
        lines = [json.loads(line) for line in output.splitlines()]
        if lines and isinstance(lines[-1], dict) and "refused" in lines[-1]:
            raise errors.BY_CODE[lines[-1]["refused"]]
        return Workbook(
            filename=filename,
            typed=bool(lines[0]["typed"]),
            since_1904=bool(lines[0]["since_1904"]),
            sheets=tuple(_sheets(lines[1:])),
        )
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise errors.Damaged from error


def _sheets(lines: list[Any]) -> Iterator[Sheet]:
    name = ""
    rows: list[tuple[Cell, ...]] | None = None
    texts: dict[str, Cell] = {}  # most cells repeat; one object for all that are equal
    for line in lines:
        if isinstance(line, dict):
            if rows is not None:
                yield Sheet(name, tuple(rows))
            name, rows = str(line["sheet"]), []
        elif rows is not None:
            rows.append(tuple([_cell(cell, texts) for cell in line]))
    if rows is not None:
        yield Sheet(name, tuple(rows))


def _cell(packed: Any, texts: dict[str, Cell]) -> Cell:
    if packed is None:
        return EMPTY
    if not isinstance(packed, str):
        return unpack_cell(packed)
    known = texts.get(packed)
    if known is None:
        known = texts[packed] = unpack_cell(packed)
    return known
