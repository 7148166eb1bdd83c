"""Open a fund: one earmark (方向、范围、对象、程序) of one union, with its six empty accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.kernel.divisions import fallback, lies_within
from bangfu.kernel.phrases import phrase
from bangfu.organisations.models import Union
from bangfu.programmes.models import Programme
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import AccountKind, FundSource
from ..errors import BadEarmark, FundNameTaken
from ..models import Account, Fund


@transaction.atomic
def open_fund(
    *,
    union: Union,
    name: str,
    source: FundSource,
    programme: Programme,
    area_code: str,
    classes: Sequence[str],
    procedure: str,
    opened_on: date,
    by: Actor,
) -> Fund:
    """A new fund without money.

    Args:
        area_code: place within which it may be used.
        classes: classes of hardship it may reach.
        procedure: how its use is decided, in words.

    Raises:
        BadEarmark, FundNameTaken, NotADivision, NotPermitted
        ProgrammingError: the union is outside the actor's jurisdiction (row-level security).
    """
    by.require(Role.FUND_OFFICER, Role.OPERATOR)
    _refuse_unclear(name, area_code, classes, procedure)
    if not lies_within(area_code, union.area_code):
        raise BadEarmark(
            phrase(
                "{area_code} 不在{union}的地区 {within} 之内",
                area_code=area_code,
                union=union.name,
                within=union.area_code,
            )
        )
    if Fund.objects.filter(name=name.strip()).exists():
        raise FundNameTaken(name.strip())
    fund = Fund.objects.create(
        union=union,
        name=name.strip(),
        source=source,
        programme=programme,
        area_code=area_code,
        classes=list(classes),
        procedure=procedure.strip(),
        opened_on=opened_on,
    )
    Account.objects.bulk_create(
        Account(fund=fund, kind=kind, allow_negative=kind == AccountKind.SOURCE)
        for kind in AccountKind
    )
    detail = {"programme": programme.code, "source": str(source), "area": area_code}
    record(by, "funds.open", "fund", fund.pk, detail)
    return fund


def _refuse_unclear(name: str, area_code: str, classes: Sequence[str], procedure: str) -> None:
    if not name.strip():
        raise BadEarmark(phrase("没有名称"))
    if not fallback(area_code):
        raise BadEarmark(phrase("使用范围须是具体地区，不能是全国代码 000000"))
    if not classes:
        raise BadEarmark(phrase("没有选择帮扶对象的类别"))
    if not procedure.strip():
        raise BadEarmark(phrase("没有写使用程序"))
