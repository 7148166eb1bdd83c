"""Files that leave: the bank's table, the roster as a workbook and as a paper.

The same rows give the same bytes, so that what was sent can be shown again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from bangfu.documents.delimited import build_delimited
from bangfu.documents.typesetting import typeset
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

from .enums import RoundState
from .models import Round
from .queries.roster import RosterLine

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
#: Stands on every sheet of a cancelled round's roster: it is kept to be looked into, not to be paid.
CANCELLED = mark("已取消")
CANCELLED_NOTE = mark("本批已取消，没有发放一笔款项；本花名册只供查核，不得据以发放。")
ROSTER_HEADER = (
    mark("序号"),
    mark("档案编号"),
    mark("姓名"),
    mark("类别"),
    mark("所属工会"),
    mark("金额（元）"),
    mark("开户行"),
    mark("卡号"),
    mark("发放"),
)
ROSTER_WIDTHS = (6, 20, 12, 12, 26, 14, 26, 24, 12)
PAYMENT_WIDTHS = (8, 24, 12, 30, 26, 14, 14)


def payment_file(rows: Sequence[Sequence[str]], kind: str) -> bytes:
    """The bank's table as xlsx, for any other `kind` as csv (UTF-8 with mark); all cells are text."""
    if kind != XLSX:
        return build_delimited(rows)
    return build_workbook(
        [SheetSpec("发放", rows[0], rows[1:], widths=PAYMENT_WIDTHS, numbers=True)]
    )


def roster_workbook(round_: Round, lines: Sequence[RosterLine]) -> bytes:
    """The roster (花名册) as .xlsx for filing upward: amounts in yuan, cards masked, no identities."""
    rows: list[Sequence[CellValue]] = [_filed(line) for line in lines]
    total = Decimal(sum(line.award.amount_fen for line in lines)) / 100
    counted = phrase("{households} 户", households=len(lines))
    rows.append([phrase("合计"), counted, "", "", "", total, "", "", ""])
    header = [phrase(title) for title in ROSTER_HEADER]
    stamp = _cancelled(round_)
    name = phrase("花名册（{stamp}）", stamp=stamp) if stamp else phrase("花名册")
    note = phrase(CANCELLED_NOTE) if stamp else ""
    return build_workbook([SheetSpec(name, header, rows, note=note, widths=ROSTER_WIDTHS)])


def _filed(line: RosterLine) -> list[CellValue]:
    award = line.award
    return [
        award.sequence,
        line.file_no,
        award.payee_name,
        award.hardship_class,
        line.union_name,
        Decimal(award.amount_fen) / 100,
        award.bank,
        line.card_mask,
        line.state_label,
    ]


def _title(round_: Round, stamp: str) -> str:
    if stamp:
        return phrase("{title}花名册（{stamp}）", title=round_.title, stamp=stamp)
    return phrase("{title}花名册", title=round_.title)


def _cancelled(round_: Round) -> str:
    """What a cancelled round's papers are stamped with; "" for a live one."""
    return phrase(CANCELLED) if round_.state == RoundState.CANCELLED else ""


def roster_paper(
    round_: Round, lines: Sequence[RosterLine], *, by_name: str, at: datetime
) -> bytes:
    """The roster as a PDF to sign, stamped where it was cancelled; no identity or card numbers.

    Args:
        by_name: who has it printed, which stands on every sheet with `at`, the local time by the clock.

    Raises:
        TypesettingRefused: fonts or glyphs are missing, or it is too long for one paper.
    """
    total = sum(line.award.amount_fen for line in lines)
    stamp = _cancelled(round_)
    data: dict[str, Any] = {
        "title": _title(round_, stamp),
        "stamp": stamp,
        "warning": phrase(CANCELLED_NOTE) if stamp else "",
        "note": phrase(
            "{union}　{fund}　会议纪要：{minutes}",
            union=round_.union.name,
            fund=round_.fund.name,
            minutes=round_.minutes_no or "—",
        ),
        "columns": [
            phrase("序号"),
            phrase("档案编号"),
            phrase("姓名"),
            phrase("类别"),
            phrase("金额（元）"),
            phrase("签收"),
        ],
        "rows": [_signed(line, stamp) for line in lines],
        "total": phrase(
            "合计 {households} 户，{total} 元", households=len(lines), total=format_yuan(total)
        ),
        "signature": round_.union.name,
        "printed": phrase("打印人：{name}　{at}", name=by_name, at=f"{at:%Y-%m-%d %H:%M}"),
        "sheet": phrase("第 {page} 页，共 {pages} 页", page="{page}", pages="{pages}"),
        "day": phrase(
            "{year} 年 {month} 月 {day} 日",
            year=round_.day.year,
            month=round_.day.month,
            day=round_.day.day,
        ),
    }
    return typeset("round_roster", data)


def _signed(line: RosterLine, stamp: str) -> list[str]:
    """As `_filed`, for paper; the last cell is for the signature."""
    award = line.award
    amount = format_yuan(award.amount_fen)
    return [
        str(award.sequence),
        line.file_no,
        award.payee_name,
        award.hardship_class,
        amount,
        stamp,
    ]
