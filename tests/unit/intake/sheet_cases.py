"""Sheets made by hand: a sound worker and a sound member, changed by what a test says.

Names and numbers are made up; the area prefix 379901 is assigned to no place.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bangfu.documents.spreadsheets.cells import EMPTY, Cell, Kind, Sheet, Workbook
from bangfu.intake.rules import JudgedRegister, OnFile, judge_register
from makers import people

REPORTING_DAY = date(2025, 10, 31)
SOUND_CARD = "9900006434258507109"


def identity_number(born: str = "19850125", order: int = 1) -> str:
    return people.identity_number(f"379901{born}{order:03d}")


def a_worker(**changes: object) -> dict[str, object]:
    return {
        "档案编号": "130502202500001",
        "姓名": "余秀莲",
        "性别": "男",
        "身份证号": identity_number(),
        "出生日期": "1985-01-25",
        "所属工会": "样例工会",
        "家庭人口": "2",
        "本人月平均收入": "1200",
        "教育支出": "100",
        "其中义务教育支出": "0",
        "银行卡号": SOUND_CARD,
        "建档日期": "2025-08-13",
    } | changes


def a_member(**changes: object) -> dict[str, object]:
    return {
        "档案编号": "130502202500001",
        "姓名": "余霞",
        "关系": "女儿",
        "性别": "女",
        "身份证号": identity_number("20110626", 2),
        "出生日期": "2011-06-26",
        "月收入": "0",
    } | changes


def turned_away(register: JudgedRegister) -> list[object]:
    """The tables and rows that go back to the office."""
    return [*register.table_problems, *(row for row in register.rows if row.problems)]


def cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    if value in ("", None):
        return EMPTY
    if isinstance(value, bool):
        return Cell(Kind.BOOL, value)
    if isinstance(value, int | float):
        return Cell(Kind.NUMBER, value)
    if isinstance(value, date):
        return Cell(Kind.DATE, value)
    return Cell(Kind.TEXT, str(value))


def sheet(name: str, rows: Sequence[Mapping[str, object]]) -> Sheet:
    """A title, the header in row 2, then the rows from row 3 on."""
    header = list(rows[0])
    lines = [["样例表"], header, *([row[word] for word in header] for row in rows)]
    return Sheet(name, tuple(tuple(cell(value) for value in line) for line in lines))


def book(*sheets: Sheet, typed: bool = False, filename: str = "sample.xlsx") -> Workbook:
    return Workbook(filename, typed, False, sheets)


def judged(
    workers: Sequence[Mapping[str, object]],
    members: Sequence[Mapping[str, object]] = (),
    *,
    on_file: OnFile | None = None,
) -> JudgedRegister:
    sheets = [sheet("职工档案", workers)] if workers else []
    sheets += [sheet("家庭成员", members)] if members else []
    return judge_register(
        [book(*sheets)],
        reporting_day=REPORTING_DAY,
        on_file=on_file,
    )


def problems(register: JudgedRegister) -> list[tuple[int, str, str]]:
    """Row number, field and stable code of everything that was turned away."""
    return [(row.number, each.field, each.code) for row in register.rows for each in row.problems]
