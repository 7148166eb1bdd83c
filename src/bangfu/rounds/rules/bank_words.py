"""The words that banks put over the columns of an answer, and for what came of a payment.

Shipped ones are collected from the answer files of large banks and known at once. What a bank says
otherwise is asked once and remembered for the union and that bank (`Own`); nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bangfu.documents.tables.headers import head_word, look_up, meaning
from bangfu.documents.tables.remarks import says_total
from bangfu.kernel.numbers_in_text import holds_number
from bangfu.kernel.text import solid

REFERENCE, RESULT, REASON, AMOUNT = "流水号", "结果", "原因", "金额"
PAYEE, ACCOUNT, FILE = "户名", "账号", "批次号"
REQUIRED = (REFERENCE, RESULT, REASON, AMOUNT)
PAID, RETURNED = "成功", "退回"


class Result(StrEnum):
    PAID = "paid"
    RETURNED = "returned"
    IN_HAND = "in-hand"  # the bank has not decided: another answer follows


_COLUMNS = {
    REFERENCE: "流水号 业务流水号 客户流水号 企业流水号 明细流水号 业务编号 业务参考号 参考号 明细编号",
    RESULT: "结果 处理结果 交易结果 发放结果 代发结果 状态 处理状态 交易状态 支付状态 入账状态 代发状态",
    REASON: (
        "原因 失败原因 退回原因 退票原因 退汇原因 错误信息 错误原因 处理信息 返回信息 处理说明 "
        "备注 摘要 附言"
    ),
    AMOUNT: "金额 交易金额 支付金额 发放金额 代发金额 入账金额 发生额",
    PAYEE: "户名 收款人 收款户名 收款人名称 收款人姓名 姓名 账户名称",
    ACCOUNT: "账号 帐号 收款账号 收款帐号 收款人账号 卡号 银行卡号",
    FILE: "批次号 文件号 发放文件 代发批次号 批次编号",
}
COLUMNS: Mapping[str, str] = MappingProxyType(
    {head: column for column, heads in _COLUMNS.items() for head in heads.split()}
)
_RESULTS = {
    Result.PAID: (
        "成功 已成功 交易成功 支付成功 处理成功 发放成功 代发成功 付款成功 入账成功 已入账 已付 已付款 "
        "已支付 到账 已到账"
    ),
    Result.RETURNED: (
        "退回 已退回 失败 交易失败 支付失败 处理失败 发放失败 代发失败 付款失败 入账失败 未入账 退票 "
        "已退票 退汇 已退汇 拒绝"
    ),
    Result.IN_HAND: "处理中 银行处理中 待处理 已受理 受理中 待入账 处理 在途 未处理 已提交",
}
RESULTS: Mapping[str, Result] = MappingProxyType(
    {word: result for result, words in _RESULTS.items() for word in words.split()}
)
_OF = r"(?:交易|代发|发放|处理|入账)?(?:成功|失败|退回|已入账)"
#: The word alone is one where it says of what: its number stands in the next cell.
_COUNTS = re.compile(
    rf"(?:{_OF})?总?(?:笔数|金额)(?:\([^)]*\))?[:\d]|总?笔数|(?:{_OF}总?|总)金额(?:\([^)]*\))?$|{_OF}总?笔数|共[0-9]+笔"
)
_TOTAL_HEAD = re.compile(rf"(?:{_OF}|总|合计)*(?:笔数|金额)(?:\([^)]*\))?")
_LONGEST_ASKED = 20


#: What a head of a bank may be remembered as, by the code that is kept.
ASKED_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"reference": REFERENCE, "result": RESULT, "reason": REASON, "amount": AMOUNT}
)
MAY_LACK = ("reason",)  # columns that a bank's answers may do without
LONGEST_WORD = 40


class Kind(StrEnum):
    COLUMN = "column"
    RESULT = "result"
    LACKING = "lacking"  # its word is the column's code


YES = "yes"  # the meaning of what is lacking


class Own(NamedTuple):
    """A word of one bank as somebody told what it means: a code of `ASKED_COLUMNS`, a `Result`, or that a
    column is lacking; "" where it is to be held no longer.
    """

    kind: str
    word: str
    meaning: str


@dataclass(frozen=True)
class BankWords:
    """`columns`: head → column; of two heads for one column the first in this order counts.

    `lacking`: columns that this bank's answers do without.
    """

    columns: Mapping[str, str]
    results: Mapping[str, Result]
    lacking: frozenset[str] = frozenset()

    @property
    def required(self) -> frozenset[str]:
        """Columns without which an answer of this bank can't be read."""
        return frozenset(REQUIRED) - self.lacking

    def column_of(self, head: str) -> str | None:
        """What a head is about, whatever unit stands behind it: 金额（元）, 账号/卡号."""
        return look_up(head, self.meaning_of)

    def meaning_of(self, word: str) -> str | None:
        """The column that a head means by its whole word or by what stands before a stroke; None
        for none.
        """
        return self.columns.get(word) or self.columns.get(word.split("/")[0])

    def result_of(self, word: str) -> Result | None:
        """What a bank's word says came of a payment; None where nobody has said."""
        return self.results.get(solid(word))

    def places(self, heads: Sequence[Sequence[str]]) -> dict[str, int]:
        """Where each column is, by the heads of every place."""
        order = {word: at for at, word in enumerate(self.columns)}
        told = [(*meaning(words, self.meaning_of), place) for place, words in enumerate(heads)]
        told.sort(key=lambda each: _rank(order, each[1]))
        places: dict[str, int] = {}
        for column, _written, place in told:
            if column is not None:
                places.setdefault(column, place)
        return places

    def seconds(self, heads: Sequence[Sequence[str]]) -> list[tuple[str, int]]:
        """Further columns for one that has a place already."""
        first = set(self.places(heads).values())
        told = [(meaning(words, self.meaning_of)[0], place) for place, words in enumerate(heads)]
        return [(column, place) for column, place in told if column and place not in first]


SHIPPED = BankWords(COLUMNS, RESULTS)


def words_with(own: Iterable[Own]) -> BankWords:
    """The shipped words and a bank's own; a shipped result never means anything else."""
    columns, results, lacking = {}, {}, set()
    for kind, word, meant in own:
        if kind == Kind.RESULT:
            results[word] = Result(meant)
        elif kind == Kind.LACKING:
            lacking.add(ASKED_COLUMNS[word])
        else:
            columns[word] = ASKED_COLUMNS[meant]
    return BankWords({**columns, **COLUMNS}, {**results, **RESULTS}, frozenset(lacking))


def check_own(own: Own) -> None:
    """Raises ValueError: no such meaning."""
    known = {
        Kind.RESULT: own.meaning in {"", *Result},
        Kind.COLUMN: own.meaning in {"", *ASKED_COLUMNS},
        Kind.LACKING: own.word in MAY_LACK and own.meaning in {"", YES},
    }
    if not own.word or not known[Kind(own.kind)]:
        raise ValueError(f"no such meaning: {own.kind} {own.meaning}")


def word_kept(kind: str, written: str) -> str:
    """A word of a file as it is remembered."""
    return head_word(written) if kind == Kind.COLUMN else solid(written)


def may_be_asked(written: str) -> bool:
    """A word, and no name, number or sentence that stands where a word should."""
    word = solid(written)
    digits = sum(each.isdigit() for each in word)
    return 0 < len(word) <= _LONGEST_ASKED and digits <= 4 and not holds_number(word)


def _rank(order: Mapping[str, int], written: str) -> int:
    """Which of two heads for one column is meant: the earlier in the list."""
    return look_up(written, lambda word: order.get(word, len(order)) + 1) or len(order)


def is_total_head(cell: str) -> bool:
    """Whether a cell is the word for a count or a sum and no more: 成功笔数, 总金额（元）."""
    return _TOTAL_HEAD.fullmatch(solid(cell)) is not None


def is_total(cell: str) -> bool:
    """Whether a cell begins a row of totals: 合计, or the number or sum of some payments."""
    return says_total(cell) or bool(_COUNTS.match(solid(cell)))
