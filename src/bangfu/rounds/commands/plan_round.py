"""Plan a round: which programme, out of which fund, where, when, and how much for each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bangfu.acts.frame import tell, use_case
from bangfu.acts.moving import write_events
from bangfu.eligibility.enums import QUALIFYING
from bangfu.funds.queries.balances import FundLine, fund_seen
from bangfu.funds.queries.earmarks import earmark_of
from bangfu.funds.rules.restrictions import Breach, Earmark, Use, breaches
from bangfu.kernel.divisions import fallback
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.organisations.models import Union
from bangfu.organisations.queries import unions_in_scope
from bangfu.programmes.enums import Parameter
from bangfu.programmes.queries import parameter_in_force
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import BadPlan, BadPlanDay, EarmarkBroken, OutsideEarmark
from ..models import Round
from ..rules.states import TABLE, Act
from .steps import ROUNDS

FARTHEST = timedelta(days=366)  # ceilings and seasons beyond a year are not known


@use_case(duties.PLAN)
def plan_round(
    *,
    fund_id: int,
    title: str,
    day: date,
    area_code: str,
    amounts: Mapping[str, int],
    on: date,
    by: Actor,
    union: Union | None = None,
) -> Round:
    """A planned round; its programme is the fund's, for money can't leave its earmark.

    Args:
        day: the day of payment, which decides season, year and the ceilings in force;
            not before the fund, nor more than a year after `on`, today.
        area_code: households of this place; within the fund's.
        amounts: fen per household, by class of hardship; at least one, all within the fund's.
        union: whose round it is; the actor's own unless named.

    Raises:
        BadPlan, BadPlanDay, OutsideEarmark: with what doesn't fit the earmark or the ceilings.
        EarmarkBroken: a restriction that is about no field of the plan alone.
        Fund.DoesNotExist, Union.DoesNotExist: not in the actor's jurisdiction.
        NotPermitted, NotADivision.
    """
    line = fund_seen(by, fund_id)
    fund = line.fund
    place = unions_in_scope(by).get(pk=union.pk if union else by.union_id or 0)
    fallback(area_code)  # what is no division at all is said as that
    refuse_day(day, on)
    _refuse_unclear(title, amounts)
    refuse_outside_earmark(line, day, area_code, amounts)
    refuse_over_ceiling(line, area_code, day, amounts)
    planned = Round.objects.create(
        union=place,
        programme=fund.programme,
        fund=fund,
        title=trim(title),
        area_code=area_code,
        day=day,
        amounts=dict(amounts),
        planned_by_id=by.officer_id,
    )
    write_events(ROUNDS, {planned: TABLE.moves_of(Act.PLAN)[0]}, on)
    tell("round", planned.pk, {"fund": fund.pk, "area": area_code, "day": str(day)})
    return planned


def refuse_day(day: date, on: date) -> None:
    """Raises BadPlanDay for one that lies too far off."""
    if day > on + FARTHEST:
        raise BadPlanDay(phrase("发放日 {day} 距今天（{on}）超过一年", day=day, on=on))


def _refuse_unclear(title: str, amounts: Mapping[str, int]) -> None:
    if not trim(title):
        raise BadPlan(phrase("没有名称"))
    if not amounts or any(amount <= 0 for amount in amounts.values()):
        raise BadPlan(phrase("至少为一个类别填写大于零的金额"))


def refuse_outside_earmark(
    line: FundLine, day: date, area_code: str, amounts: Mapping[str, int]
) -> None:
    """Refuse what every later step would refuse too, and classes that qualify for nothing.

    Args:
        amounts: by class; without any, the day and the place alone are asked about.
    """
    fund = line.fund
    uses = [Use(fund.programme_id, area_code, day, name) for name in amounts or [None]]
    earmark = earmark_of(fund)
    refuse_broken_plan(fund.name, earmark, breaches(earmark, uses))
    if outside := [name for name in amounts if name not in QUALIFYING]:
        raise _outside_classes(outside)


def refuse_broken_plan(fund: str, earmark: Earmark, broken: Mapping[Use, Sequence[Breach]]) -> None:
    """Raise the error of the field that breaks the earmark; EarmarkBroken where it is none."""
    kinds = {breach for breaches_of_use in broken.values() for breach in breaches_of_use}
    if Breach.BEFORE_OPENING in kinds:
        opened_on = earmark.opened_on
        raise BadPlanDay(phrase("发放日早于资金设立日 {opened_on}", opened_on=opened_on))
    if Breach.PLACE in kinds:
        raise OutsideEarmark(
            phrase(
                "{area_code} 不在资金的使用范围 {within} 之内",
                area_code=next(iter(broken)).area_code,
                within=earmark.area_code,
            )
        )
    if Breach.CLASS in kinds:
        raise _outside_classes([use.hardship_class or "" for use in broken])
    if broken:
        raise EarmarkBroken(fund, broken)


def _outside_classes(names: Sequence[str]) -> BadPlan:
    return BadPlan(phrase("资金的帮扶对象不含{classes}", classes="、".join(names)))


def refuse_over_ceiling(
    line: FundLine, area_code: str, day: date, amounts: Mapping[str, int]
) -> None:
    """Raises BadPlan where no ceiling holds, and for the classes, of any, whose amounts exceed it."""
    programme = line.fund.programme
    ceiling = parameter_in_force(programme, area_code, Parameter.PER_TIME, day)
    if ceiling is None:
        raise BadPlan(
            phrase(
                "{area_code} 在 {day} 没有{programme}的{parameter}",
                area_code=area_code,
                day=day,
                programme=programme,
                parameter=Parameter.PER_TIME.label,
            )
        )
    over = [name for name, amount in amounts.items() if amount > ceiling.value]
    if over:
        raise BadPlan(
            phrase(
                "{classes}的金额超过每人每次上限 {most} 元",
                classes="、".join(over),
                most=format_yuan(ceiling.value),
            )
        )
