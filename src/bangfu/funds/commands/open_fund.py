"""Open a fund: one earmark (方向、范围、对象、程序) of one union, with its empty accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.acts.refusals import refused_as
from bangfu.kernel.divisions import fallback, lies_within
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.organisations.models import Union
from bangfu.programmes.models import Programme
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import AccountKind, FundSource
from ..errors import BadEarmark, FundNameTaken, OpensLater, OutsideUnion
from ..models import Account, Fund

NAME_ONCE = "funds_fund_name_key"


@use_case(duties.OPEN)
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
    on: date,
    by: Actor,
) -> Fund:
    """A new fund without money.

    Args:
        name: at most 80 characters; unique in the whole installation.
        area_code: place within which it may be used, at or below the union's own.
        classes: classes of hardship it may reach.
        procedure: how its use is decided, in words, at most 200 characters.
        opened_on: not after `on`, today.

    Raises:
        NotPermitted, NotADivision.
        BadEarmark: name, place, classes or procedure are left out, or the place is 000000.
        OutsideUnion: the place lies outside the union's.
        OpensLater, FundNameTaken.
        ProgrammingError: the union is outside the actor's jurisdiction (row-level security).
    """
    _refuse_unclear(name, area_code, classes, procedure)
    _refuse_outside(area_code, union)
    if opened_on > on:
        raise OpensLater(opened_on, on)
    fund = Fund(
        union=union,
        name=trim(name),
        source=source,
        programme=programme,
        area_code=area_code,
        classes=list(classes),
        procedure=trim(procedure),
        opened_on=opened_on,
    )
    # The database says whether the name is taken: it may be by a fund out of the actor's sight.
    with refused_as({NAME_ONCE: lambda: FundNameTaken(fund.name)}):
        fund.save(force_insert=True)
    _open_accounts(fund)
    detail = {"programme": programme.code, "source": str(source), "area": area_code}
    tell("fund", fund.pk, {**detail, "classes": fund.classes})
    return fund


def _open_accounts(fund: Fund) -> None:
    Account.objects.bulk_create(
        Account(fund=fund, kind=kind, allow_negative=kind == AccountKind.SOURCE)
        for kind in AccountKind
    )


def _refuse_outside(area_code: str, union: Union) -> None:
    if lies_within(area_code, union.area_code):
        return
    raise OutsideUnion(
        phrase(
            "{area_code} 不在{union}的地区 {within} 之内",
            area_code=area_code,
            union=union.name,
            within=union.area_code,
        )
    )


def _refuse_unclear(name: str, area_code: str, classes: Sequence[str], procedure: str) -> None:
    if not trim(name):
        raise BadEarmark(phrase("没有名称"))
    if not fallback(area_code):
        raise BadEarmark(phrase("使用范围须是具体地区，不能是全国代码 000000"))
    if not classes:
        raise BadEarmark(phrase("没有选择帮扶对象的类别"))
    if not trim(procedure):
        raise BadEarmark(phrase("没有写使用程序"))
