"""Funds of a union, and a programme that gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.funds.models import Account, Fund
from bangfu.organisations.models import Union
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.programmes.models import Programme
from bangfu.scope.actors import operator

from .unions import make_union

DAY = date(2010, 10, 31)


@dataclass(frozen=True)
class Money:
    """A union with two funds of two earmarks."""

    union: Union
    first: Fund
    second: Fund

    def account(self, fund: Fund, kind: str) -> int:
        return Account.objects.get(fund=fund, kind=kind).pk


def make_money() -> Money:
    union = make_union("C", "市总工会", kind="市总工会")
    programme = Programme.objects.create(code="p", name="送温暖")
    first, second = (make_fund(union, programme, name=name) for name in ("甲", "乙"))
    return Money(union, first, second)


RESERVED = """
insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)
select d.fund_id, d.id, c.id, %s, %s, 'reserve', 'x', %s, 'x' from funds_account d
join funds_account c on c.fund_id = d.fund_id and c.kind = 'reserved'
where d.kind = 'available' and d.fund_id = %s
"""


def make_fund(union: Union, programme: Programme, **more: Any) -> Fund:
    """For households of 低保户 where the union is, unless told otherwise."""
    usual = {
        "name": "送温暖专项资金",
        "source": FundSource.UNION,
        "area_code": union.area_code,
        "classes": ["低保户"],
        "procedure": "联席会议",
        "opened_on": DAY,
        "on": DAY,
    }
    return open_fund(union=union, programme=programme, by=operator(), **{**usual, **more})


def make_winter_warmth(place: str = "440900") -> Programme:
    """Up to 3,000 yuan at a time and 6,000 a year."""
    return install_winter_warmth(
        place=place,
        per_time_fen=300_000,
        per_year_fen=600_000,
        season_starts_month=7,
        valid_from=date(2010, 1, 1),
        source="样例办法",
        by=operator(),
    ).programme


def reserve(fund: Fund, round_id: int, amount_fen: int) -> None:
    """As a round is decided, past the command."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVED, [amount_fen, f"round:{round_id}:reserve", DAY, fund.pk])


def give(fund: Fund, amount_fen: int) -> None:
    """Money received, so that the fund can spend it."""
    receive_money(
        fund_id=fund.pk,
        amount_fen=amount_fen,
        reference="拨款 1 号",
        day=DAY,
        key="first",
        on=DAY,
        by=operator(),
    )
