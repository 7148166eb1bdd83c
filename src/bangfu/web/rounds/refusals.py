"""At which field of a money form each refusal is shown; None is above the form.

What is not named here concerns no field: the page has moved on, and gets one that says so.
"""

from __future__ import annotations

from typing import Final

from bangfu.funds import errors as funds
from bangfu.rounds import errors as rounds

from ..funds.refusals import Places

PLAN: Final[Places] = {
    rounds.BadPlanDay: "day",
    rounds.OutsideEarmark: "area_code",
    rounds.BadPlan: None,
    rounds.EarmarkBroken: None,
}
DECISION: Final[Places] = {
    rounds.BadMeetingDay: "met_on",
    funds.FundOverdrawn: "total",
    funds.TooMuch: "total",
    rounds.BadDecision: None,
}
