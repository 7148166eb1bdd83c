"""Write the demo's table to standard output as that of another city: other files, other persons.

python benchmarks/other_city.py 2 > city.xlsx
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import load_workbook

import bangfu.demo
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.kernel.identity import check_character

DEMO = Path(bangfu.demo.__file__).parent / "data" / "maoming-2010.xlsx"
NUMBER, IDENTITY = "档案编号", "身份证号"


def main() -> int:
    place = int(sys.argv[1])
    sheets = load_workbook(DEMO, read_only=True).worksheets
    headers = [next(sheet.iter_rows(max_row=1, values_only=True)) for sheet in sheets]
    titles = [
        LongSheet(sheet.title, list(header)) for sheet, header in zip(sheets, headers, strict=True)
    ]
    with LongWorkbook(sys.stdout.buffer.write, *titles) as written:
        for number, (sheet, header) in enumerate(zip(sheets, headers, strict=True)):
            if number:
                written.next_sheet()
            for row in sheet.iter_rows(min_row=2, values_only=True):
                written.write([moved(header, row, place)])
    return 0


def moved(header: tuple, row: tuple, place: int) -> list:
    values = dict(zip(header, row, strict=True))
    values[NUMBER] = f"{values[NUMBER]}{place}"
    values[IDENTITY] = another(str(values[IDENTITY] or ""), place)
    return list(values.values())


def another(number: str, place: int) -> str:
    """Somebody else of the same day and sex, from another place; the check character follows."""
    if len(number) != 18:
        return number
    body = f"{number[:2]}{(int(number[2:4]) + 20 * (place + 1)) % 100:02d}{number[4:17]}"
    return body + check_character(body)


if __name__ == "__main__":
    sys.exit(main())
