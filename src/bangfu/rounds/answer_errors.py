"""What stops a bank's answer from being taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import phrase

MOST_LISTED = 20


class AnswerFault(NamedTuple):
    """A row of a bank's file (1 is the header) and what is wrong there; once refused it repeats no card.

    `file`: its name, where several came together.
    """

    row: int
    reference: str
    text: str
    file: str = ""


class AnswerTooLarge(BangfuError):
    status = 413

    def __init__(self) -> None:
        super().__init__(
            phrase("回单文件超过 5 MB。请确认选对了文件；确实很大的，请银行分成几个文件。")
        )


class AnswerUnclear(BangfuError):
    """The file speaks of columns or results in words that nobody has explained yet; nothing was taken.

    `lacking`: columns that an answer needs; `heads`: the file's that lead to none; `words`: its results.
    """

    def __init__(
        self, *, lacking: Sequence[str] = (), heads: Sequence[str] = (), words: Sequence[str] = ()
    ) -> None:
        self.lacking, self.heads, self.words = tuple(lacking), tuple(heads), tuple(words)
        asked = "、".join(f"“{word}”" for word in (*self.lacking, *self.words))
        super().__init__(
            phrase(
                "回单没有采用，一笔也没有入账：不知道 {asked} 是什么意思或在哪一列。"
                "请在批次页面上传这份回单并说明，说明一次，以后就认得。",
                asked=asked,
            )
        )


class WordKnown(BangfuError):
    def __init__(self, word: str) -> None:
        super().__init__(phrase("“{word}”的意思是固定的，不能另外说明。", word=word))


class HeadTwice(BangfuError):
    def __init__(self, head: str) -> None:
        super().__init__(phrase("“{head}”选了两次。每一列只能选一个意思，请改选。", head=head))


class NothingExplained(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("没有选择意思。请逐项选择后再提交。"))


class AnswerGone(BangfuError):
    """It was taken in or put away meanwhile."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这份回单已经处理过或已放弃。需要时请在批次页面重新上传。"))


def _without_numbers(fault: AnswerFault) -> AnswerFault:
    """A reference of the bank's own may look like a card; its row says which one it is."""
    reference, text, file = map(without_numbers, (fault.reference, fault.text, fault.file))
    return fault._replace(reference=reference, text=text, file=file)


class AnswerRefused(BangfuError):
    """The whole answer file is refused; `faults` lists every row at fault."""

    def __init__(self, faults: Sequence[AnswerFault]) -> None:
        self.faults = [_without_numbers(fault) for fault in faults]
        listed = "；".join(self.told(fault) for fault in self.faults[:MOST_LISTED])
        rest = len(self.faults) - MOST_LISTED
        more = phrase("；另有 {rest} 处", rest=rest) if rest > 0 else ""
        super().__init__(
            phrase(
                "回单没有采用，一笔也没有入账，共 {count} 处不符：{listed}{more}。"
                "请与银行核对，取得正确的文件后重新上传。",
                count=len(self.faults),
                listed=listed,
                more=more,
            )
        )

    def of_file(self, name: str) -> AnswerRefused:
        return AnswerRefused([fault._replace(file=name) for fault in self.faults])

    @staticmethod
    def told(fault: AnswerFault) -> str:
        about = f"（{fault.reference}）" if fault.reference else ""
        text = phrase("第 {row} 行{about}{text}", row=fault.row, about=about, text=fault.text)
        return f"{fault.file} {text}" if fault.file else text
