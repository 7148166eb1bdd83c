"""What the spreadsheets that leave are called: the same from a page and from the background.

Without a name or number of a person, which would stay in the list of downloads of whoever sits there next.
"""

from __future__ import annotations

from datetime import date

from bangfu.casework.enums import ReviewGroup
from bangfu.kernel.phrases import phrase


def file_list_name(day: date) -> str:
    return phrase("档案清单-{day}.xlsx", day=day)


def review_list_name(group: ReviewGroup, day: date) -> str:
    return phrase("复核名单-{group}-{day}.xlsx", group=group.label, day=day)


def ledger_name(fund_id: int) -> str:
    return phrase("资金流水-{number}.xlsx", number=fund_id)


def log_name() -> str:
    return phrase("操作日志.xlsx")


def figures_name(day: date) -> str:
    return phrase("困难职工统计-{day}.xlsx", day=day)
