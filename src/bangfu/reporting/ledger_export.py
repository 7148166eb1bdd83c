"""The ledger of a fund as lines of a workbook: whole, or part by part."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from bangfu.documents.workbooks import CellValue
from bangfu.funds.queries.movements import MovedLine, movements
from bangfu.kernel.phrases import mark, phrase
from bangfu.rounds.queries.behind_money import BehindMoney, behind_many
from bangfu.scope.actors import Actor

PART = 1_000  # movements that are read, and in memory, at once
EXPORTED = (
    mark("流水号"), mark("日期"), mark("事由"), mark("由"), mark("到"), mark("金额（元）"), mark("凭据"),
    mark("经办人"), mark("记账时间"), mark("所冲销的流水"), mark("批次"), mark("会议纪要"), mark("户名"),
    mark("理由或说明"),
)  # fmt: skip

Line = tuple[CellValue, ...]


def ledger_header() -> list[str]:
    return [phrase(title) for title in EXPORTED]


def ledger_part(actor: Actor, fund_id: int, after: str = "") -> tuple[list[Line], str]:
    """At most `PART` lines in the columns of `EXPORTED`, newest first, and where the next part begins.

    Raises:
        Fund.DoesNotExist: the fund is not in the actor's jurisdiction.
    """
    page = movements(actor, fund_id, after=after, size=PART)
    behind = behind_many([line.transfer.idem for line in page.rows], actor)
    return [_line(line, behind.get(line.transfer.idem)) for line in page.rows], page.after


def _line(line: MovedLine, behind: BehindMoney | None) -> Line:
    moved = line.transfer
    return (
        str(moved.pk),
        moved.day.isoformat(),
        line.label,
        str(moved.debit.get_kind_display()),  # type: ignore[attr-defined]
        str(moved.credit.get_kind_display()),  # type: ignore[attr-defined]
        Decimal(line.signed_fen) / 100,
        moved.reference,
        moved.by_name,
        f"{timezone.localtime(moved.at):%Y-%m-%d %H:%M:%S}",
        str(moved.about_id or ""),
        *(_behind(behind) if behind else ("", "", "", "")),
    )


def _behind(behind: BehindMoney) -> Line:
    name = behind.award.payee_name if behind.award else ""
    return (behind.round.title, behind.round.minutes_no, name, behind.why)
