"""The office's spreadsheet: new households in full, one with a fault, and one from the demo changed."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

import bangfu.demo

from .people import card_number, identity_number

WORKERS, MEMBERS = "职工档案", "家庭成员"
DEMO = Path(bangfu.demo.__file__).with_name("data") / "maoming-2010.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = dict[str, str]


def household(number: int, name: str, **changed: str) -> tuple[Row, Row]:
    """A worker of 高州明珠百货公司 with a child: 300 yuan a month for two, below the line."""
    file_no = f"GZXB2010{number:04d}"
    worker = {
        "档案编号": file_no, "姓名": name, "性别": "男",
        "身份证号": identity_number(f"44098119700315{number:02d}1"),
        "手机": f"1380000{number:04d}", "家庭住址": "高州市府前路十二号", "行政区划代码": "440981",
        "县市区": "高州市", "所属工会": "高州明珠百货公司工会", "工作单位": "高州明珠百货公司",
        "所属系统": "商贸", "工作状态": "下岗", "住房套数": "1", "机动车": "否", "享受低保": "否",
        "本人月平均收入": "300", "家庭非薪资年收入": "0", "家庭人口": "2", "医疗支出": "0",
        "残疾支出": "0", "教育支出": "0", "其中义务教育支出": "0", "住房支出": "0", "就业成本": "0",
        "其他刚性支出": "0", "意外损失": "0", "意外赔付": "0", "主要致困原因": "下岗失业",
        "开户行": "中国农业银行高州市支行", "银行卡号": card_number(f"62284800001000{number:04d}"),
        "建档日期": "2010-10-29", "授权核对日期": "2010-10-29", **changed,
    }  # fmt: skip
    child = {
        "档案编号": file_no, "姓名": name[0] + "小宝", "关系": "儿子", "性别": "男",
        "身份证号": identity_number(f"44098120020315{number:02d}1"), "身份": "在校学生", "月收入": "0",
    }  # fmt: skip
    return worker, child


def from_demo(file_no: str, **changed: str) -> tuple[Row, list[Row]]:
    """A household of the demo as its own spreadsheet has it, with some cells changed."""
    workers, members = _demo()
    worker = next(row for row in workers if row["档案编号"] == file_no)
    return {**worker, **changed}, [row for row in members if row["档案编号"] == file_no]


def workbook(workers: list[Row], members: list[Row]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in ((WORKERS, workers), (MEMBERS, members)):
            sheet = book.add_worksheet(name)
            header = list(dict.fromkeys(title for row in rows for title in row))
            sheet.write_row(0, 0, header)
            for at, row in enumerate(rows, 1):
                for column, title in enumerate(header):
                    sheet.write_string(at, column, row.get(title, ""))
    return out.getvalue()


@cache
def _demo() -> tuple[list[Row], list[Row]]:
    book = CalamineWorkbook.from_path(str(DEMO))
    return _rows(book, WORKERS), _rows(book, MEMBERS)


def _rows(book: CalamineWorkbook, name: str) -> list[Row]:
    header, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, header), map(_text, row), strict=True)) for row in rows]


def _text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)  # type: ignore[call-overload]
