"""Faults of the program itself, found by its tests; and what every use case may refuse."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class NothingTold(RuntimeError):
    """A use case ended with neither an entry in the log nor the word that nothing was changed, or
    was to be told by a duty that the log has no word for.
    """


class NoActRuns(RuntimeError):
    """Something was to be told of an act while none was running."""


class TextBeyondColumn(BangfuError):
    """A text is longer than what is kept of it; forms say so earlier, beside the field."""

    def __init__(self, most: int) -> None:
        super().__init__(phrase("有一项文字超过 {most} 个字，没有保存。请缩短后再办。", most=most))
        self.most = most


class OnlyShown(BangfuError):
    """A use case was asked for by a page that only shows what was sent to it before."""

    def __init__(self) -> None:
        super().__init__(phrase("这一步没有办理，请核对后再办一次。"))


class NumberWhereNoneIs(BangfuError):
    """A text that names something else holds an identity or card number; forms say so at their field.

    Attributes:
        argument: of the use case, whose value holds it.
    """

    def __init__(self, argument: str, told: str) -> None:
        super().__init__(told)
        self.argument = argument
