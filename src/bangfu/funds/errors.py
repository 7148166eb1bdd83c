from __future__ import annotations

from datetime import date, datetime

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase


class NotPositive(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("金额须大于零。请填写以元为单位的正数，最多两位小数。"))


class TooMuch(BangfuError):
    """An amount above that of any fund: yuan typed as fen, or digits run together."""

    def __init__(self) -> None:
        super().__init__(phrase("金额超过一千亿元，请检查是否多输了数字。"))


class NoDocument(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("请填写凭据编号（拨款文号、进账单号或决定编号），没有凭据不能记账。")
        )


class KeyReused(BangfuError):
    """The key of an earlier act came again with other content; the first one stands."""

    status = 409

    def __init__(self, idem: str) -> None:
        super().__init__(
            phrase(
                "同一笔操作以不同的内容提交了两次，第一次的已经记账，这次没有保存。请刷新页面核对。"
            )
        )
        self.idem = idem


class ReceiptTwice(BangfuError):
    """The fund holds a receipt with this reference, day and amount already, from another form."""

    status = 409

    def __init__(self, amount: int, day: date, at: datetime, by_name: str) -> None:
        super().__init__(
            phrase(
                "凭据编号、到账日期（{day}）和金额（{amount} 元）都相同的一笔，{by_name}已于 {at} 记账，这次没有记账。"
                "如果确实是另一笔，请在凭据编号后写明“之二”再提交。",
                day=day,
                amount=format_yuan(amount),
                by_name=by_name,
                at=f"{at:%Y-%m-%d %H:%M}",
            )
        )
        self.day, self.at = day, at


class BeforeOpening(BangfuError):
    """The day lies before the fund was opened."""

    def __init__(self, day: date, opened_on: date) -> None:
        super().__init__(
            phrase(
                "到账日期 {day} 早于资金的设立日期 {opened_on}，没有记账。请核对日期。",
                day=day,
                opened_on=opened_on,
            )
        )
        self.day, self.opened_on = day, opened_on


class ReceivedLater(BangfuError):
    """A receipt of a day that has not come."""

    def __init__(self, day: date, on: date) -> None:
        super().__init__(
            phrase(
                "到账日期 {day} 晚于今天（{on}），没有记账。请填写实际到账的日期。", day=day, on=on
            )
        )
        self.day = day


class FundOverdrawn(BangfuError):
    """`needed` fen were asked of an account that holds less."""

    status = 409

    def __init__(self, needed: int) -> None:
        super().__init__(
            phrase(
                "资金余额不足，没有记账：这一步需要 {needed} 元。请核对资金余额，或先收款。",
                needed=format_yuan(needed),
            )
        )
        self.needed = needed


class OutsideFund(BangfuError):
    """Diversion (挤占挪用): money would leave its earmark or skip a step."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("专款专用：这笔钱不能转出本专项资金，也不能跳过规定步骤，没有记账。")
        )


class UndoneBeyond(BangfuError):
    """More would be undone of a transfer than it moved, or a transfer that is not of that kind."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这笔流水已经冲销、追回过，或不能这样冲销，没有记账。"))


class FundNameTaken(BangfuError):
    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(phrase("已有名为“{name}”的专项资金，请换一个名称。", name=name))


class BadEarmark(BangfuError):
    """`what` says to the user which part of the earmark is missing."""

    def __init__(self, what: str) -> None:
        super().__init__(phrase("专项资金的用途没有说清：{what}。", what=what))


class OutsideUnion(BadEarmark):
    """The fund's place does not lie within its union's."""


class OpensLater(BangfuError):
    def __init__(self, opened_on: date, on: date) -> None:
        super().__init__(
            phrase(
                "设立日期 {opened_on} 晚于今天（{on}）。请填写资金实际设立的日期。",
                opened_on=opened_on,
                on=on,
            )
        )
        self.opened_on = opened_on


class NoReason(BangfuError):
    """A receipt is proposed to be reversed, or is not reversed after all, only with a reason."""

    def __init__(self) -> None:
        super().__init__(phrase("没有写理由，没有办理。请写明理由后重新提交。"))


class BeyondReceipt(BangfuError):
    """More is to be reversed than is left of the receipt, `left` fen."""

    def __init__(self, left: int) -> None:
        super().__init__(
            phrase("这笔收款还可以冲正 {left} 元，请改小金额。", left=format_yuan(left))
            if left
            else phrase("这笔收款已经全部冲正，没有可以冲正的金额。")
        )
        self.left = left


class BeyondAvailable(BangfuError):
    """The fund has `available` fen left; what is reserved or paid out can't be taken back."""

    def __init__(self, available: int) -> None:
        super().__init__(
            phrase(
                "资金现在可用 {available} 元，冲正不能超过可用的金额。"
                "已预留、已发放的，请先取消批次或追回，再冲正。",
                available=format_yuan(available),
            )
        )
        self.available = available


class ReversalWaits(BangfuError):
    """Another proposal for the same receipt has no answer yet."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这笔收款已有一份冲正等待另一人办理，没有再提出。"))


class ReversalAnswered(BangfuError):
    """Somebody else was faster."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这份冲正已经办理过，没有再办。请刷新页面核对。"))


class ReversedBySame(BangfuError):
    """Separation of duties: who booked or proposed it does not reverse it."""

    status = 403

    def __init__(self) -> None:
        super().__init__(phrase("红字冲正须由另一个人办理：记账和提出冲正的人不能办理。"))
