"""Read delimited text inside the child process: UTF-8 with or without a mark, else GB18030."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from bangfu.documents.spreadsheets import container, errors, limits
from bangfu.documents.spreadsheets.wire import Line, head, pack_row, sheet_begins

_DELIMITERS = ",;\t"
_SNIFFED_ROWS = 20
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_delimited(data: bytes) -> Iterator[Line]:
    """Yield the lines of a delimited file (see `wire`); every cell is text."""
    if container.looks_packed(data):
        raise errors.LyingExtension
    text = _decode(data)
    if "\0" in text:
        raise errors.LyingExtension
    yield head(typed=False, since_1904=False)
    yield sheet_begins("")
    for number, row in enumerate(_records(text, _delimiter(text)), start=1):
        if number > limits.MOST_ROWS or len(row) > limits.MOST_COLUMNS:
            raise errors.TooManyCells
        yield pack_row(row, {})


def _decode(data: bytes) -> str:
    """GBK is never tried: it fails on rare characters that GB18030 has."""
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise errors.UnknownEncoding


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into most cells."""
    beginning = text[: 1 << 16]
    return max(_DELIMITERS, key=lambda mark: _cells_cut(beginning, mark))


def _cells_cut(text: str, delimiter: str) -> int:
    """None where the delimiter makes no sense of the text, for then it is another one's."""
    try:
        return sum(len(row) for row in islice(_records(text, delimiter), _SNIFFED_ROWS))
    except errors.Damaged:
        return 0


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(limits.LONGEST_TEXT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise errors.Damaged from error
