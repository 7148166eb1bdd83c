"""Stream a sheet's XML once, to measure it and to find its formulas, before it is opened whole.

The fast reader allocates the rectangle between the first and the last cell, gives a formula's
cached value without saying that it is one, shows an error value as an empty cell, a merged cell as its
first alone, a hidden row like any other and a number without its format. All have to be known beforehand.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from bangfu.documents.spreadsheets import errors, limits
from bangfu.documents.spreadsheets.cells import Formula, Span
from bangfu.documents.spreadsheets.container import chunks

_DIGITS = "0123456789"
_LONGEST_ROW_NUMBER = 7
_LONGEST_COLUMN = 3
_SPAN = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")  # one corner of it
_LOST_REFERENCE = "#REF!"
_TRUE = ("1", "true")
_VALUE_TAGS = ("v", "t")
_ERROR = "e"  # types of cells
_TEXT_RESULT = "str"  # of a formula; its result may rightly be the empty text


class Place(NamedTuple):
    """Row and column, both from 0."""

    row: int
    column: int


@dataclass
class Findings:
    """What the fast reader doesn't tell: formulas, the names of error values, merged cells, rows that are
    hidden, and cells whose number format shows another number (`formats`), by row and column.
    """

    formulas: dict[Place, Formula] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)


class SheetScan:
    """Feeds on one sheet part; only cells with a formula or an error are looked into.

    Args:
        shown: by style number, what follows the number that a cell of it shows.
    """

    def __init__(self, shown: Mapping[str, str]) -> None:
        self.findings = Findings()
        self._shown = shown
        self._row = self._column = -1  # of the cell at hand
        self._known_columns: dict[str, int] = {}
        self._rows = self._columns = 0
        self._open_tag = ""  # non-empty while inside a cell that is looked into
        self._type = ""
        self._formula: list[str] | None = None
        self._value: list[str] = []
        self._parser = guarded_parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start

    def read(self, package: zipfile.ZipFile, part: str) -> Findings:
        """Scan the whole part.

        Raises:
            TooManyCells: as soon as a cell lies outside what is read at most.
            Suspicious: a document type is declared.
            Damaged: not well-formed, or cut short.
        """
        feed(self._parser, package, part)
        self._settle()
        return self.findings

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            if self._open_tag:
                self._settle()
            self._reach(attributes.get("r", ""))
            self._type = attributes.get("t", "")
            if self._shown and (shown := self._shown.get(attributes.get("s", ""))):
                self.findings.shown.setdefault(self._row, {})[self._column] = shown
            if self._type == _ERROR:
                self._look_into(tag)
        elif tag == "row":
            self._settle()
            self._new_row(attributes.get("r", ""))
            if attributes.get("hidden", "") in _TRUE:
                self.findings.hidden.append(self._row)
        elif tag == "f":
            self._look_into(tag)
            self._formula = []
        elif tag == "mergeCell":
            self._note_merged(attributes.get("ref", ""))
        elif self._open_tag:
            self._open_tag = tag

    def _look_into(self, tag: str) -> None:
        self._open_tag = tag
        self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        if self._open_tag == "f" and self._formula is not None:
            self._formula.append(text)
        elif self._open_tag in _VALUE_TAGS:
            self._value.append(text)

    def _settle(self) -> None:
        """Note what the cell just left was, if it was looked into."""
        if not self._open_tag:
            return
        at = Place(self._row, self._column)
        value = "".join(self._value).strip()
        if self._formula is not None:
            stored = bool(value) or (self._type == _TEXT_RESULT and self._open_tag == "v")
            self.findings.formulas[at] = _judge_formula("".join(self._formula), stored)
        if self._type == _ERROR:
            self.findings.errors[at] = value
        self._open_tag, self._formula, self._value = "", None, []
        self._parser.CharacterDataHandler = None

    def _note_merged(self, reference: str) -> None:
        """What is no span of cells is passed over: it shows nowhere."""
        if len(self.findings.merged) >= limits.MOST_MERGED:
            raise errors.TooManyCells
        corners = [_SPAN.fullmatch(corner) for corner in reference.split(":")]
        if len(corners) != 2 or not all(corners):
            return
        (left, top), (right, bottom) = (
            (_column(corner[1]), int(corner[2]) - 1) for corner in corners if corner
        )
        if top <= bottom and left <= right:
            self.findings.merged.append(Span(top, left, bottom, right))

    def _new_row(self, number: str) -> None:
        known = number.isascii() and number.isdigit() and len(number) <= _LONGEST_ROW_NUMBER
        self._row, self._column = int(number) - 1 if known else self._row + 1, -1
        self._measure()

    def _reach(self, reference: str) -> None:
        letters = reference.rstrip(_DIGITS)
        number = reference[len(letters) :]
        if letters and number and len(number) <= _LONGEST_ROW_NUMBER:
            self._row, self._column = int(number) - 1, self._column_of(letters)
        else:
            self._column += 1
        if self._row >= self._rows or self._column >= self._columns:
            self._measure()

    def _column_of(self, letters: str) -> int:
        column = self._known_columns.get(letters)
        if column is None:
            column = self._known_columns[letters] = _column(letters)
        return column

    def _measure(self) -> None:
        self._rows = max(self._rows, self._row + 1)
        self._columns = max(self._columns, self._column + 1)
        if (
            self._rows > limits.MOST_ROWS
            or self._columns > limits.MOST_COLUMNS
            or self._rows * self._columns > limits.MOST_CELLS
        ):
            raise errors.TooManyCells


def guarded_parser() -> expat.XMLParserType:
    """A parser that refuses any document type, and with it every entity."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, package: zipfile.ZipFile, part: str) -> None:
    """Parse one part of the package to its end."""
    try:
        for piece in chunks(package, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise errors.Damaged from error


def _refuse_doctype(*_: object) -> None:
    raise errors.Suspicious


def _judge_formula(formula: str, stored: bool) -> Formula:
    if stored:
        return Formula.CACHED
    return Formula.BROKEN if _LOST_REFERENCE in formula else Formula.UNCACHED


def _column(letters: str) -> int:
    """A is 0. What is no column's name is put beyond every limit."""
    if len(letters) > _LONGEST_COLUMN or not (letters.isascii() and letters.isalpha()):
        return limits.MOST_COLUMNS
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
