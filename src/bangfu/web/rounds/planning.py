"""What the command would refuse of a plan, asked at each of its fields, so that all is told at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bangfu.eligibility.enums import QUALIFYING
from bangfu.funds.queries.balances import FundLine, fund_seen
from bangfu.rounds.commands.plan_round import (
    refuse_day,
    refuse_outside_earmark,
    refuse_over_ceiling,
)

from ..access import OfficerRequest
from ..forms_base import Checks

Typed = dict[str, Any]
Refuse = Callable[[FundLine, Typed], None]


def plan_checks(request: OfficerRequest) -> Checks:
    """By field of `PlanForm`, in its order: an amount is judged by a place and a day that are in order.

    Each raises what `plan_round` would, of this field alone.
    """
    amounts = {
        f"amount_{number}": partial(_refuse_amount, number, name.value)
        for number, name in enumerate(QUALIFYING)
    }
    of_field: dict[str, Refuse] = {
        "day": partial(_refuse_day, request),
        "area_code": _refuse_place,
        **amounts,
    }
    return {field: _of_fund(request, refuse) for field, refuse in of_field.items()}


def _of_fund(request: OfficerRequest, refuse: Refuse) -> Callable[[Typed], None]:
    """Nothing is said of a plan whose fund is still to be chosen."""

    def check(typed: Typed) -> None:
        if fund_id := typed.get("fund"):
            refuse(fund_seen(request.actor, int(fund_id)), typed)

    return check


def _refuse_day(request: OfficerRequest, line: FundLine, typed: Typed) -> None:
    refuse_day(typed["day"], request.today)
    refuse_outside_earmark(line, typed["day"], line.fund.area_code, {})


def _refuse_place(line: FundLine, typed: Typed) -> None:
    refuse_outside_earmark(line, line.fund.opened_on, typed["area_code"], {})
    if "day" in typed:
        refuse_over_ceiling(line, typed["area_code"], typed["day"], {})


def _refuse_amount(number: int, name: str, line: FundLine, typed: Typed) -> None:
    amount = typed[f"amount_{number}"]
    if amount is None:
        return
    refuse_outside_earmark(line, line.fund.opened_on, line.fund.area_code, {name: amount})
    if {"day", "area_code"} <= typed.keys():
        refuse_over_ceiling(line, typed["area_code"], typed["day"], {name: amount})
