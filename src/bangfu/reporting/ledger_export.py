"""The ledger of a fund as lines of a workbook: whole, or part by part."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from bangfu.accounts.queries import name_shown
from bangfu.documents.workbooks import CellValue
from bangfu.funds.queries.movements import MovedLine, movements
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.models import Household
from bangfu.rounds.queries.behind_money import BehindMoney, behind_many
from bangfu.rounds.queries.out_of_sight import file_no_of, files_in_sight
from bangfu.scope.actors import Actor

PART = 1_000  # movements that are read, and in memory, at once
EXPORTED = (
    mark("流水号"), mark("日期"), mark("事由"), mark("由"), mark("到"), mark("金额（元）"), mark("凭据"),
    mark("经办人"), mark("记账时间"), mark("所冲销的流水"), mark("批次"), mark("会议纪要"), mark("户名"),
    mark("理由或说明"), mark("档案编号"),
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
    files = files_in_sight({each.award.household_id for each in behind.values() if each.award})
    rows = [_line(line, behind.get(line.transfer.idem), files) for line in page.rows]
    return rows, page.after


def _line(line: MovedLine, behind: BehindMoney | None, files: Mapping[int, Household]) -> Line:
    moved = line.transfer
    return (
        str(moved.pk),
        moved.day.isoformat(),
        line.label,
        str(moved.debit.get_kind_display()),  # type: ignore[attr-defined]
        str(moved.credit.get_kind_display()),  # type: ignore[attr-defined]
        Decimal(line.signed_fen) / 100,
        moved.reference,
        name_shown(moved.by_name, moved.by_user_id),
        f"{timezone.localtime(moved.at):%Y-%m-%d %H:%M:%S}",
        str(moved.about_id or ""),
        *(_behind(behind, files) if behind else ("", "", "", "", "")),
    )


def _behind(behind: BehindMoney, files: Mapping[int, Household]) -> Line:
    """The file's number stands last: it came after the others, whose places are a promise."""
    award = behind.award
    name, number = (
        (award.payee_name, file_no_of(files.get(award.household_id))) if award else ("", "")
    )
    return (behind.round.title, behind.round.minutes_no, name, behind.why, number)
