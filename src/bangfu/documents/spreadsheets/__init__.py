"""Spreadsheets from outside, read safely: `read_workbook(data, filename)`.

A child process with memory, time and size limits does the parsing; only plain cells come back.
Invariants: no formula is evaluated, no entity expanded, no macro opened, no file written, and a
cell keeps what it was (text, number, date, error, formula), for that decides what it is worth.
"""

from bangfu.documents.spreadsheets.cells import Cell, Kind, Sheet, Workbook
from bangfu.documents.spreadsheets.limits import MOST_CELLS_HELD
from bangfu.documents.spreadsheets.reading import read_workbook

__all__ = ["MOST_CELLS_HELD", "Cell", "Kind", "Sheet", "Workbook", "read_workbook"]
