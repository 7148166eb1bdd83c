"""Read a workbook inside the child process: package, then scan, then the fast reader."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook

from bangfu.documents.spreadsheets import container, errors, limits
from bangfu.documents.spreadsheets.formats import as_shown, shown_by_style
from bangfu.documents.spreadsheets.scanning import Findings, SheetScan, feed, guarded_parser
from bangfu.documents.spreadsheets.wire import (
    Line,
    head,
    hidden_rows,
    merged_cells,
    pack_row,
    sheet_begins,
)

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_READ_TOO = ("xl/sharedStrings.xml", "xl/styles.xml")  # by the fast reader
_TRUE = ("1", "true", "on")


@dataclass
class Contents:
    """The sheets in order, each with the part that holds it, those that are hidden, and the date system."""

    since_1904: bool = False
    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)


def read_package(data: bytes) -> Iterator[Line]:
    """Yield the lines of a workbook (see `wire`).

    Raises:
        SpreadsheetRefused: whichever kind fits.
    """
    container.refuse_foreign_formats(data)
    with container.open_package(data) as package:
        contents = _contents(package)
        shown = shown_by_style(package)
        scans = {name: SheetScan(shown).read(package, part) for name, part in contents.sheets}
        for part in set(_READ_TOO) & set(package.namelist()):
            feed(guarded_parser(), package, part)
    yield head(typed=True, since_1904=contents.since_1904)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name, findings in scans.items():
            yield sheet_begins(name, hidden=name in contents.hidden)
            yield from _rows(book, name, findings)
            if findings.merged:
                yield merged_cells(findings.merged)
            if findings.hidden:
                yield hidden_rows(findings.hidden)
    except CalamineError as error:
        raise errors.Damaged from error


def _contents(package: zipfile.ZipFile) -> Contents:
    """Worksheets only; sheets of another kind (charts) are left out."""
    contents = Contents()
    parts = _parts_by_relation(package)

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "workbookPr":
            contents.since_1904 = attributes.get("date1904", "").lower() in _TRUE
        elif tag == "sheet":
            part = parts.get(_relation(attributes), "")
            if part.startswith("xl/worksheets/"):
                contents.sheets.append((attributes.get("name", ""), part))
                if attributes.get("state", "visible") != "visible":
                    contents.hidden.add(attributes.get("name", ""))

    _each_element(package, _WORKBOOK, start)
    if len(contents.sheets) > limits.MOST_SHEETS:
        raise errors.TooManyParts
    return contents


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _parts_by_relation(package: zipfile.ZipFile) -> dict[str, str]:
    parts: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            parts[attributes.get("Id", "")] = posixpath.normpath(path)

    _each_element(package, _RELATIONS, start)
    return parts


def _each_element(package: zipfile.ZipFile, part: str, start: object) -> None:
    parser = guarded_parser()
    parser.StartElementHandler = start  # type: ignore[assignment]
    feed(parser, package, part)


def _rows(book: CalamineWorkbook, name: str, findings: Findings) -> Iterator[Line]:
    """Rows from the top of the sheet; the fast reader leaves out columns before the first cell."""
    sheet = book.get_sheet_by_name(name)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    noted: dict[int, dict[int, tuple[str, str]]] = {}
    for place in {**findings.formulas, **findings.errors}:
        mark = (findings.formulas.get(place, ""), findings.errors.get(place, ""))
        noted.setdefault(place.row, {})[place.column] = mark
    count = 0
    for row in sheet.iter_rows():
        values: list[object] = [*left, *row]
        for column, shown in findings.shown.get(count, {}).items():
            if column < len(values):
                values[column] = as_shown(values[column], shown)
        yield pack_row(values, noted.get(count, {}))
        count += 1
    for beyond in range(count, max(noted, default=-1) + 1):  # only uncached formulas there
        yield pack_row([], noted.get(beyond, {}))
