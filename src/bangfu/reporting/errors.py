"""What reporting refuses."""

from __future__ import annotations

from collections.abc import Sequence

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class NoSuchMeasure(BangfuError):
    """`code` names none of the measures."""

    def __init__(self, code: str) -> None:
        super().__init__(phrase("没有“{code}”这个统计指标，bangfu measures 列出全部。", code=code))


class NotCountedBy(BangfuError):
    """The measure can't be parted so; `possible` says how it can."""

    def __init__(self, title: str, asked: str, possible: Sequence[str]) -> None:
        sentence = (
            phrase("“{title}”不能按{asked}分列，可以按：{possible}。")
            if possible
            else phrase("“{title}”只有一个总数，不能分列。")
        )
        super().__init__(sentence.format(title=title, asked=asked, possible="、".join(possible)))


class NotCountedTogether(BangfuError):
    """Nothing is counted by these dimensions at once."""

    def __init__(self, crossed: Sequence[str]) -> None:
        super().__init__(
            phrase("不能同时按{crossed}统计，请选其中一个。", crossed="、".join(crossed))
        )
