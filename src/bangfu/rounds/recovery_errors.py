"""What stops money that was paid wrongly from being claimed back, or a claim from coming to its end."""

from __future__ import annotations

from datetime import date

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase


class NotPaid(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这一笔没有到账，没有可以追回的款项。请刷新页面核对。"))


class BeyondPayment(BangfuError):
    """More is to be recovered than arrived and is not claimed back yet, `left` fen."""

    def __init__(self, left: int) -> None:
        super().__init__(
            phrase("这一笔还可以追回 {left} 元，请改正金额。", left=format_yuan(left))
            if left
            else phrase("这一笔已经全部决定追回，没有可以再追回的金额。")
        )
        self.left = left


class BeyondClaim(BangfuError):
    """More than is still open of a claim, `left` fen."""

    def __init__(self, left: int) -> None:
        super().__init__(
            phrase("这份追回还有 {left} 元没有了结，请改正金额。", left=format_yuan(left))
            if left
            else phrase("这份追回已经了结，没有再办。")
        )
        self.left = left


class NoReference(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("请填写银行进账单号，没有凭据不能记账。"))


class NotThatDay(BangfuError):
    """Money comes back neither before it arrived nor on a day that has not come."""

    def __init__(self, day: date, arrived: date, on: date) -> None:
        super().__init__(
            phrase(
                "到账日期 {day} 须在发放到账的 {arrived} 与今天（{on}）之间，没有记账。",
                day=day,
                arrived=arrived,
                on=on,
            )
        )
        self.day = day


class SlipTwice(BangfuError):
    """The claim has money with this reference, day and amount already, from another page."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "凭据编号、到账日期和金额都相同的一笔已经登记，这次没有记账。"
                "如果确实是另一笔，请在凭据编号后写明“之二”再提交。"
            )
        )


class ClaimedBack(BangfuError):
    """What was claimed back, whole or in part, is not paid again: its amount was wrong."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这一笔曾决定追回，不能按原来的金额重发。请归还资金；该发的，列入另一批次按应发的金额发放。"
            )
        )


class NoSurplus(BangfuError):
    """The bank did not send that money back once more, or somebody decided on it."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这一笔没有等待处理的多退款。请刷新页面核对。"))
