"""Tables written as .csv for those who open them in a spreadsheet: the only place that does.

Files that other programs read (`bangfu assess`, `bangfu figures`) are written as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def build_delimited(rows: Iterable[Sequence[str | int]], *, marked: bool = True) -> bytes:
    """UTF-8; the header is the first row.

    `marked`: with the mark that makes spreadsheets take it for UTF-8; programs stumble over it.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if marked else "utf-8")


def _harmless(cell: str | int) -> str | int:
    """A spreadsheet would run a text that looks like a formula; an apostrophe keeps it text."""
    if isinstance(cell, str) and cell.startswith(FORMULA_MARKS):
        return f"'{cell}"
    return cell
