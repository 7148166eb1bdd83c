"""At which field of a form of funds each refusal is shown; None is above the form.

What is not named here concerns no field: the page has moved on, and gets one that says so.
"""

from __future__ import annotations

from typing import Final

from bangfu.funds import errors as funds
from bangfu.kernel.errors import BangfuError

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
