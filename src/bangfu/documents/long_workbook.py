"""Sheets of any length as .xlsx, written out while they grow: no more than a few rows in memory.

`workbooks` builds what fits in memory, with drop-downs. Its library writes longer
ones through temporary files, where nothing personal may lie. The same rows give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .workbooks import MOST_ROWS, CellValue, as_text, nobodys, width_of, yes_or_no

TEXT, MONEY, HEADER, NUMBER = 0, 1, 2, 3
LONGEST_TITLE = 31  # characters of a sheet's name
NO_TIME = (2000, 1, 1, 0, 0, 0)
#: Characters that no XML may hold, whatever was typed or read.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

ROOT = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
STYLES = f"""{XML}<styleSheet xmlns="{MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4"><xf xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/>\
<xf fontId="1" xfId="0" applyFont="1"/>\
<xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1">\
<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class LongSheet:
    """`note`: stands in a row above the header. `fixed`: how many columns stay in sight. `numbers`: as
    of `workbooks.SheetSpec`.
    """

    title: str
    header: Sequence[str]
    note: str = ""
    fixed: int = 0
    numbers: bool = False


class LongWorkbook:
    """with LongWorkbook(sink, sheet, another) as book: book.write(rows); book.next_sheet(); …

    One sheet after the other, in order; what is longer than a sheet goes on in another of its name and
    a number. Text is always text; a Decimal is an amount in yuan; None and "" are empty cells.
    """

    def __init__(
        self, write: Callable[[bytes], object], *sheets: LongSheet, most_rows: int = MOST_ROWS
    ) -> None:
        self._sink = _Sink(write)
        self._zip = ZipFile(self._sink, "w", ZIP_DEFLATED)  # type: ignore[arg-type]
        self._coming = list(sheets)
        self._begun: list[LongSheet] = []
        self._most, self._times = most_rows, 1  # how often the present sheet was begun
        self._lines = 0  # of the sheet that is written
        self.rows = 0

    def __enter__(self) -> Self:
        self._begin_sheet(self._coming.pop(0))
        return self

    def next_sheet(self) -> None:
        self._end_sheet()
        self._times = 1
        self._begin_sheet(self._coming.pop(0))

    def write(self, rows: Sequence[Sequence[CellValue]]) -> None:
        for row in rows:
            if self._lines >= self._most:
                self._go_on()
            self._line(row if self._begun[-1].numbers else nobodys(row), TEXT)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """After an error nothing more is written: the file does not open."""
        if error is None:
            self._end_sheet()
            self._end_book()
        else:
            self._sink.shut()
            self._sheet.close()
        self._zip.close()

    def _begin_sheet(self, sheet: LongSheet) -> None:
        self._begun.append(sheet)
        name = f"xl/worksheets/sheet{len(self._begun)}.xml"
        self._sheet = self._zip.open(_entry(name), "w")
        self._sheet.write(_begin(sheet).encode())
        self._lines = 0
        if sheet.note:
            self._line([sheet.note], TEXT)
        self._line(sheet.header, HEADER)

    def _go_on(self) -> None:
        """The same sheet once more, under a number."""
        self._end_sheet()
        first = self._begun[-self._times]
        taken = {each.title for each in (*self._begun, *self._coming)}
        titles = (_numbered(first.title, number) for number in count(self._times + 1))
        self._times += 1
        self._begin_sheet(replace(first, title=next(each for each in titles if each not in taken)))

    def _end_sheet(self) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()

    def _end_book(self) -> None:
        """What tells of the sheets, once it is known how many there are."""
        for name, text in (
            ("[Content_Types].xml", _types(len(self._begun))),
            ("_rels/.rels", ROOT),
            ("xl/_rels/workbook.xml.rels", _parts(len(self._begun))),
            ("xl/workbook.xml", _book(self._begun)),
            ("xl/styles.xml", STYLES),
        ):
            self._zip.writestr(_entry(name), text)

    def _line(self, row: Sequence[CellValue], style: int) -> None:
        self.rows += 1
        self._lines += 1
        cells = "".join(_cell(value, style) for value in row)
        self._sheet.write(f"<row>{cells}</row>".encode())


def _numbered(title: str, number: int) -> str:
    behind = f" {number}"
    return title[: LONGEST_TITLE - len(behind)] + behind


class _Sink:
    """What a zip archive writes to when it can't go back."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write: Callable[[bytes], object] | None = write

    def write(self, piece: bytes) -> int:
        if self._write is not None:
            self._write(bytes(piece))
        return len(piece)

    def shut(self) -> None:
        self._write = None

    def flush(self) -> None:
        """Nothing is kept back here."""


def _cell(value: CellValue, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if (number := as_text(value)) is not None:
        value, style = number, NUMBER
    if isinstance(value, bool):
        value = yes_or_no(value)
    if isinstance(value, Decimal):
        return f'<c s="{MONEY}"><v>{value}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = escape(ILLEGAL.sub("", str(value)))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _types(sheets: int) -> str:
    pages = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{pages}'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
    )


def _parts(sheets: int) -> str:
    pages = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{pages}'
        f'<Relationship Id="rId{sheets + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )


def _book(sheets: Sequence[LongSheet]) -> str:
    names = [escape(sheet.title, {'"': "&quot;"}) for sheet in sheets]
    pages = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    return f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{pages}</sheets></workbook>'


def _begin(sheet: LongSheet) -> str:
    """The header stays in sight; columns are as wide as their titles ask for."""
    above = 2 if sheet.note else 1
    aside = f'xSplit="{sheet.fixed}" ' if sheet.fixed else ""
    corner = f"{chr(ord('A') + sheet.fixed)}{above + 1}"
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width_of(title)}" customWidth="1"/>'
        for at, title in enumerate(sheet.header, start=1)
    )
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane {aside}ySplit="{above}" topLeftCell="{corner}" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )
