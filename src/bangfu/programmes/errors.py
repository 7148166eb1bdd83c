from datetime import date

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class BadParameter(BangfuError):
    """`what` says to the user which value cannot be used, and why."""

    def __init__(self, what: str) -> None:
        super().__init__(phrase("项目参数不能保存：{what}。请改正后重新提交。", what=what))


class ParameterTaken(BangfuError):
    """Another value holds from that very day; values are never overwritten."""

    status = 409

    def __init__(self, label: str, place: str, valid_from: date) -> None:
        super().__init__(
            phrase(
                "{place} 的{label}自 {valid_from} 起已有另一个值。参数不能改写，请另定生效日期。",
                place=place,
                label=label,
                valid_from=valid_from,
            )
        )
