from bangfu.kernel.errors import BangfuError
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase


class NotPositive(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("金额须大于零。请填写以元为单位的正数，最多两位小数。"))


class TooMuch(BangfuError):
    """Beyond any fund there is: surely yuan typed as fen or digits run together."""

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


class FundNameTaken(BangfuError):
    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(phrase("已有名为“{name}”的专项资金，请换一个名称。", name=name))


class BadEarmark(BangfuError):
    def __init__(self, what: str) -> None:
        super().__init__(phrase("专项资金的用途没有说清：{what}。", what=what))
