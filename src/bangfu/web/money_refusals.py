"""At which field of a money form each refusal is shown; None is above the form.

What is not named here concerns no field: the page has moved on, and gets one that says so.
"""

from __future__ import annotations

from typing import Final

from bangfu.funds import errors as funds
from bangfu.kernel.errors import BangfuError
from bangfu.rounds import errors as rounds

Places = dict[type[BangfuError], str | None]

FUND: Final[Places] = {
    funds.FundNameTaken: "name",
    funds.OpensLater: "opened_on",
    funds.OutsideUnion: "area_code",
    funds.BadEarmark: None,
}
RECEIPT: Final[Places] = {
    funds.NotPositive: "amount",
    funds.TooMuch: "amount",
    funds.NoDocument: "reference",
    funds.ReceiptTwice: "reference",
    funds.BeforeOpening: "day",
    funds.ReceivedLater: "day",
}
PLAN: Final[Places] = {
    rounds.BadPlanDay: "day",
    rounds.OutsideEarmark: "area_code",
    rounds.BadPlan: None,
}
DECISION: Final[Places] = {
    rounds.BadMeetingDay: "met_on",
    funds.FundOverdrawn: "total",
    funds.TooMuch: "total",
    rounds.BadDecision: None,
}
