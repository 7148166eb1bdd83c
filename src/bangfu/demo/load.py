"""Load the demo the first time, through the very commands that a user's own files go through."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bangfu.accounts.commands.create_user import create_user
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.redecide import redecide
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.intake.commands.import_register import import_register
from bangfu.kernel.phrases import phrase
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.create_installation import create_installation
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.models import Union
from bangfu.organisations.queries import actor_named
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.scope.actors import acting, operator
from bangfu.standards.commands.import_standards import import_standards

from .officers import FUNDS, OFFICERS

DATA = Path(__file__).with_name("data")
FIRST_DAY = date(2010, 10, 31)
YEAR_BEGINS = date(2010, 1, 1)
CITY_CODE = "440900"
RULES_FROM = "演示：本地规则，按 2016 年办法判定"
#: Ceilings as published in Shandong and Baiyin; the season is made up.
PER_TIME_FEN, PER_YEAR_FEN, SEASON_STARTS = 300_000, 600_000, 7
CEILINGS_FROM = (
    "山东、白银送温暖资金办法：每人每次不超过 3000 元，每年不超过 6000 元；"
    "演示：一季自七月起，至次年六月止"
)

Report = Callable[[str], None]


def load_demo(report: Report, keep_passwords: Callable[[str], None]) -> None:
    """Fill an empty installation; the caller's transaction makes it all or nothing.

    Args:
        keep_passwords: takes the officers' names and passwords, a line each; they are drawn for
            this installation alone.
    """
    by = operator()
    with acting(by):
        create_installation(is_demo=True, day=FIRST_DAY, by=by)
        report(phrase("导入工会组织……"))
        import_unions(data=_read("unions.csv"), file_name="unions.csv", as_of=YEAR_BEGINS, by=by)
        report(phrase("导入低保标准与最低工资，确定认定规则……"))
        import_standards(data=_read("standards.csv"), file_name="standards.csv", by=by)
        adopt_rule_set(
            place=CITY_CODE, rule_set="2016", valid_from=YEAR_BEGINS, document=RULES_FROM, by=by
        )
        report(phrase("导入困难职工档案 11,132 户……"))
        _register(report)
        report(phrase("按当地标准逐户认定……"))
        redecide(on=FIRST_DAY, by=by)
        report(phrase("建立用户与送温暖专项资金……"))
        keep_passwords(_officers())
        _funds()


def _read(name: str) -> bytes:
    return (DATA / name).read_bytes()


def _register(report: Report) -> None:
    files = [("maoming-2010.xlsx", _read("maoming-2010.xlsx"))]
    import_register(files=files, as_of=FIRST_DAY, on=FIRST_DAY, by=operator())


def _officers() -> str:
    lines = []
    for officer in OFFICERS:
        password = secrets.token_urlsafe(12)
        create_user(
            username=officer.username,
            name=officer.name,
            password=password,
            by=operator(),
            one_time=False,
        )
        appoint_officer(
            username=officer.username,
            union_code=officer.union_code,
            role=officer.role,
            since=YEAR_BEGINS,
            on=FIRST_DAY,
            by=operator(),
        )
        lines.append(f"{officer.username:<14}{password}  {officer.name}")
    return "\n".join(lines) + "\n"


def _funds() -> None:
    programme = install_winter_warmth(
        place=CITY_CODE,
        per_time_fen=PER_TIME_FEN,
        per_year_fen=PER_YEAR_FEN,
        season_starts_month=SEASON_STARTS,
        valid_from=YEAR_BEGINS,
        source=CEILINGS_FROM,
        by=operator(),
    ).programme
    for one in FUNDS:
        by = actor_named(one.officer, FIRST_DAY)
        with acting(by):
            fund = open_fund(
                union=Union.objects.get(code=one.union_code),
                name=one.name,
                source=FundSource.UNION,
                programme=programme,
                area_code=one.area_code,
                classes=["低保户", "低保边缘户", "意外致困户"],
                procedure="政府、工会联席会议决定，花名册公示，银行直发到卡",
                opened_on=FIRST_DAY,
                on=FIRST_DAY,
                by=by,
            )
            receive_money(
                fund_id=fund.pk,
                amount_fen=one.received_fen,
                reference="样例（虚构）拨款单",
                day=FIRST_DAY,
                key="demo",
                on=FIRST_DAY,
                by=by,
            )
