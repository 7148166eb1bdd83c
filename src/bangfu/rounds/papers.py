"""Files that leave: the bank's table, the roster as a workbook and as a paper.

The same rows give the same bytes, so that what was sent can be shown again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from bangfu.documents.typesetting import typeset
from bangfu.kernel.money import format_yuan, plain_yuan

from .models import Round
from .queries.roster import RosterLine

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
#: Written into every workbook as its time of making: the same content is the same file.
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 (the format holds no time zone)
ROSTER_HEADER = (
    "序号",
    "档案编号",
    "姓名",
    "类别",
    "所属工会",
    "金额（元）",
    "开户行",
    "卡号",
    "发放",
)
ROSTER_WIDTHS = (6, 20, 12, 12, 26, 14, 26, 24, 12)
PAYMENT_WIDTHS = (8, 24, 12, 30, 26, 14, 14)


def payment_file(rows: Sequence[Sequence[str]], kind: str) -> bytes:
    """The bank's table as csv (UTF-8 with mark) or xlsx; every cell is text, cards included."""
    return _workbook("发放", rows, PAYMENT_WIDTHS) if kind == XLSX else _delimited(rows)


def roster_workbook(found: Round, lines: Sequence[RosterLine]) -> bytes:
    """The roster (花名册) for filing upward: cards masked, no identity numbers."""
    rows: list[list[str]] = [list(ROSTER_HEADER)]
    for line in lines:
        award = line.award
        rows.append(
            [
                str(award.sequence),
                award.household.file_no,
                award.payee_name,
                award.hardship_class,
                award.household.union.name,
                plain_yuan(award.amount_fen),
                award.bank,
                line.card_mask,
                line.state_label,
            ]
        )
    total = sum(line.award.amount_fen for line in lines)
    rows.append(["合计", f"{len(lines)} 户", "", "", "", plain_yuan(total), "", "", ""])
    return _workbook("花名册", rows, ROSTER_WIDTHS)


def roster_paper(found: Round, lines: Sequence[RosterLine]) -> bytes:
    """The roster as a PDF to sign; no identity or card numbers.

    Raises:
        TypesettingRefused: fonts or glyphs are missing, or it is too long for one paper.
    """
    total = sum(line.award.amount_fen for line in lines)
    data: dict[str, Any] = {
        "title": f"{found.title}花名册",
        "note": f"{found.union.name}　{found.fund.name}　会议纪要：{found.minutes_no or '—'}",
        "columns": ["序号", "档案编号", "姓名", "类别", "金额（元）", "签收"],
        "rows": [
            [
                str(line.award.sequence),
                line.award.household.file_no,
                line.award.payee_name,
                line.award.hardship_class,
                format_yuan(line.award.amount_fen),
                "",
            ]
            for line in lines
        ],
        "total": f"合计 {len(lines)} 户，{format_yuan(total)} 元",
        "signature": found.union.name,
        "day": f"{found.day.year} 年 {found.day.month} 月 {found.day.day} 日",
    }
    return typeset("round_roster", data)


def _delimited(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A name that begins like a formula stays text when a spreadsheet opens the file."""
    return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell


def _workbook(name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": NO_TIME})
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell, bold if at == 0 else None)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
