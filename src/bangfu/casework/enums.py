"""Words of a case. Pure, so that the rules may use them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A stored value with the label that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class CaseState(Word):
    SUBMITTED = "submitted", "已提交"
    CHECKED = "checked", "已审核"
    POSTED = "posted", "公示中"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    REFUSED = "refused", "不予认定"


class Act(Word):
    """What moves a case."""

    SUBMIT = "submit", "提交"
    CHECK = "check", "审核通过"
    POST = "post", "公示"
    APPROVE = "approve", "批准"
    RETURN = "return", "退回"
    REFUSE = "refuse", "不予认定"
    UPHOLD = "uphold", "异议成立，退回"


class ObjectionOutcome(Word):
    UPHELD = "upheld", "成立"
    DISMISSED = "dismissed", "不成立"


class SubmitVerdict(Word):
    """What became of one household in a submission; only the first two leave a live case."""

    SUBMITTED = "submitted", "已提交"
    ALREADY = "already", "您已经提交过，没有重复提交"
    LIVE_CASE = "live_case", "已有正在办理的申请"
    APPROVED = "approved", "已经批准，档案和标准没有变化"
    NOT_ASSESSED = "not_assessed", "今天还没有认定结果，请先运行认定"
    STALE = "stale", "待重算，请等重新认定后再提交"
    UNRESOLVED = "unresolved", "待核实，请先补齐"
    INELIGIBLE = "ineligible", "不符合条件"
    NOT_FOUND = "not_found", "找不到这份档案，或不在您的管辖范围内"


class CaseTab(Word):
    """The lists that cases are shown in: states, with the ended postings apart."""

    SUBMITTED = "submitted", "已提交"
    CHECKED = "checked", "已审核"
    POSTED = "posted", "公示中"
    ENDED = "ended", "公示期满"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    REFUSED = "refused", "不予认定"


def choices(words: type[Word]) -> list[tuple[str, str]]:
    return [(word.value, word.label) for word in words]
