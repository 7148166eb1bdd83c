"""Compare what stands in the tables with events and log, with what decisions stood on, and with the vault's seals."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from bangfu.eligibility.queries.check_determinations import check_determinations
from bangfu.kernel.phrases import phrase
from bangfu.organisations.queries import today
from bangfu.rounds.queries.check_files import check_files
from bangfu.vault.queries import seals_broken

from .questions import cases, funds, officers, rounds

#: Each question, and how what it finds is told.
TOLD_BY: tuple[tuple[str, Callable[[object], str]], ...] = (
    (
        cases.CASE_WAY,
        lambda file_no: phrase("档案 {file_no} 的申请状态与办理经过不一致", file_no=file_no),
    ),
    (
        cases.CASE_DECIDERS,
        lambda file_no: phrase("档案 {file_no} 的申请经办人与办理经过不一致", file_no=file_no),
    ),
    (
        cases.CASE_BASIS,
        lambda file_no: phrase("档案 {file_no} 的申请与当时的认定结果不一致", file_no=file_no),
    ),
    (
        cases.CASE_TOLD,
        lambda case: phrase("申请 {case} 的办理经过与日志不一致", case=case),
    ),
    (
        cases.ADJUSTED,
        lambda file_no: phrase("档案 {file_no} 的类别调整与办理经过不一致", file_no=file_no),
    ),
    (
        cases.SETTLED,
        lambda file_no: phrase("档案 {file_no} 的重复处理与日志不一致", file_no=file_no),
    ),
    (
        cases.PUT_AWAY,
        lambda file_no: phrase(
            "与档案 {file_no} 重复的报来记录，办结与日志不一致", file_no=file_no
        ),
    ),
    (
        cases.CONFIRMED,
        lambda file_no: phrase("档案 {file_no} 的账号核对与日志不一致", file_no=file_no),
    ),
    (
        cases.OBJECTIONS,
        lambda case: phrase("申请 {case} 的异议与日志不一致", case=case),
    ),
    (
        cases.NOTICES,
        lambda number: phrase("公示 {number} 与所公示的申请不一致", number=number),
    ),
    (
        rounds.ROUND_WAY,
        lambda round_: phrase("批次 {round} 的状态与办理经过不一致", round=round_),
    ),
    (
        rounds.ROUND_DECIDERS,
        lambda round_: phrase("批次 {round} 的经办人与办理经过不一致", round=round_),
    ),
    (
        rounds.ROUND_TOLD,
        lambda round_: phrase("批次 {round} 的办理经过与日志不一致", round=round_),
    ),
    (
        rounds.ROSTERS,
        lambda round_: phrase("批次 {round} 的户数或金额与日志不一致", round=round_),
    ),
    (
        rounds.PAYMENT_FILES,
        lambda number: phrase("发放文件 {number} 与日志不一致", number=number),
    ),
    (
        rounds.ANSWERS,
        lambda round_: phrase("批次 {round} 的银行回单与日志不一致", round=round_),
    ),
    (
        rounds.ANSWERED,
        lambda round_: phrase("批次 {round} 的银行回单与到账、退回不一致", round=round_),
    ),
    (
        rounds.RECOVERIES,
        lambda award: phrase("花名册第 {award} 条的追回与日志不一致", award=award),
    ),
    (
        rounds.SETTLED,
        lambda award: phrase("花名册第 {award} 条的退回或追回处理与日志不一致", award=award),
    ),
    (
        rounds.RELEASED,
        lambda round_: phrase("批次 {round} 的放款人与办理经过不一致", round=round_),
    ),
    (funds.RECEIPTS, lambda fund: phrase("资金 {fund} 的收款与日志不一致", fund=fund)),
    (funds.REVERSALS, lambda fund: phrase("资金 {fund} 的冲正与日志不一致", fund=fund)),
    (funds.FUNDS, lambda name: phrase("资金“{name}”的限定与日志不一致", name=name)),
    (
        officers.APPOINTMENTS,
        lambda username: phrase("用户 {username} 的任职与日志不一致", username=username),
    ),
    (
        officers.USERS,
        lambda username: phrase("用户 {username} 能否登录与日志不一致", username=username),
    ),
    (officers.HANDED_OVER, lambda name: phrase("{name} 的代办与日志不一致", name=name)),
    (
        officers.STANDARDS,
        lambda place: phrase("{place} 等地的标准与导入时的日志不一致", place=place),
    ),
    (officers.PARAMETERS, lambda place: phrase("{place} 的参数或规则与日志不一致", place=place)),
    (
        cases.MEMBERS,
        lambda file_no: phrase("档案 {file_no} 的成员不属于这一户", file_no=file_no),
    ),
)


def check_records() -> list[str]:
    """Needs the whole register in scope, and the households that don't wait listed (`list_the_settled`)."""
    return [*check_told(), *check_files(), *check_seals(), *check_determinations(today())]


def check_told() -> list[str]:
    """Rows against their events, and both against the log."""
    return [tell(which) for question, tell in TOLD_BY for which in _disagreeing(question)]


def _disagreeing(question: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]


def check_seals() -> list[str]:
    return [
        phrase("第 {number} 个密封号码打不开，或与查找用的摘要不符", number=number)
        for number in seals_broken()
    ]
