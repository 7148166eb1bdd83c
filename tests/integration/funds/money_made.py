"""A union with two funds of two earmarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.enums import FundSource
from bangfu.funds.models import Account, Fund
from bangfu.organisations.models import Union
from bangfu.programmes.models import Programme
from bangfu.scope.actors import acting, operator

DAY = date(2010, 10, 31)


@dataclass(frozen=True)
class Money:
    union: Union
    first: Fund
    second: Fund

    def account(self, fund: Fund, kind: str) -> int:
        return Account.objects.get(fund=fund, kind=kind).pk


def make_money() -> Money:
    union = Union.objects.create(
        code="C", name="市总工会", kind="市总工会", area_code="440900", depth=1
    )
    union.tier1 = union.pk
    union.save()
    programme = Programme.objects.create(code="p", name="送温暖")
    with acting(operator()):
        funds = [
            open_fund(
                union=union,
                name=name,
                source=FundSource.UNION,
                programme=programme,
                area_code="440900",
                classes=["低保户"],
                procedure="联席会议",
                opened_on=DAY,
                on=DAY,
                by=operator(),
            )
            for name in ("甲", "乙")
        ]
    return Money(union, *funds)
