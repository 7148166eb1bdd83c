"""Load the demo the first time, through the very commands that a user's own files go through."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bangfu.accounts.commands.create_user import create_user
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.assess_day import assess_day
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.create_installation import create_installation
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.models import Installation, Union
from bangfu.organisations.queries import actor_named
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.registry.commands.import_register import import_register
from bangfu.scope.actors import acting, operator
from bangfu.standards.commands.import_standards import import_standards

from .officers import CITY, GAOZHOU, OFFICERS

DATA = Path(__file__).with_name("data")
FIRST_DAY = date(2010, 10, 31)
YEAR_BEGINS = date(2010, 1, 1)
CITY_CODE, GAOZHOU_CODE = "440900", "440981"

Report = Callable[[str], None]


def load_demo(report: Report) -> dict[str, str]:
    """Fill an empty installation; returns the sign-ins (username → password), to print once.

    Each step is idempotent, so that a start that was killed goes on at the next.
    """
    by = operator()
    with acting(by):
        if not Installation.objects.exists():
            create_installation(is_demo=True, day=FIRST_DAY, by=by)
        report("导入工会组织……")
        import_unions(data=_read("unions.csv"), file_name="unions.csv", as_of=YEAR_BEGINS, by=by)
        report("导入低保标准与最低工资……")
        import_standards(data=_read("standards.csv"), file_name="standards.csv", by=by)
        adopt_rule_set(
            place=CITY_CODE,
            rule_set="2016",
            valid_from=YEAR_BEGINS,
            document="演示：本地规则（按 2016 年办法判定）",
            by=by,
        )
    report("导入困难职工档案 11,132 户（约半分钟）……")
    files = [("maoming-2010.xlsx", _read("maoming-2010.xlsx"))]
    import_register(files=files, as_of=FIRST_DAY, by=by)
    report("逐户认定……")
    with acting(by):
        assess_day(day=FIRST_DAY, by=by)
        passwords = _officers()
    report("建立送温暖专项资金……")
    _funds()
    return passwords


def demo_is_complete() -> bool:
    """Whether an earlier start went all the way."""
    with acting(operator()):
        return Installation.objects.exists() and bool(
            Union.objects.exists() and _fund_names_missing() == []
        )


def _read(name: str) -> bytes:
    return (DATA / name).read_bytes()


def _officers() -> dict[str, str]:
    by = operator()
    passwords = {}
    for one in OFFICERS:
        password = secrets.token_urlsafe(12)
        user = create_user(username=one.username, name=one.name, password=password, by=by)
        union = Union.objects.get(code=one.union_code)
        appoint_officer(
            user_id=user.pk, union_id=union.pk, role=one.role, since=YEAR_BEGINS, by=by
        )
        passwords[one.username] = password
    return passwords
