"""What is done about an approved household that is to be reviewed, and why it is.

Pure. Which group a household is in, the queries say (`queries.reviews`): not qualifying before unknown
before past its term of review before another class before nearly past its term, so that each is in one
group and the groups add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

from ..enums import ReviewGroup
from .submitting import Basis

#: What a desk calls the work: `3 件待…`.
WORK: Mapping[ReviewGroup, str] = {
    ReviewGroup.INELIGIBLE: mark("核对（批准后不再符合）"),
    ReviewGroup.UNRESOLVED: mark("补齐（批准后待核实）"),
    ReviewGroup.LAPSED: mark("重新提交（已过复核期限）"),
    ReviewGroup.CHANGED: mark("提议调整（类别有变）"),
    ReviewGroup.PROPOSED: mark("决定调整（已提议）"),
    ReviewGroup.LAPSING: mark("复核（快到复核期限）"),
}
#: What is to be done, as the list says it above the households.
TO_DO: Mapping[ReviewGroup, str] = {
    ReviewGroup.INELIGIBLE: mark(
        "当日认定不符合条件，不列入花名册，也不放款。请核对档案：有误的更正，情况属实的停止帮扶。"
    ),
    ReviewGroup.UNRESOLVED: mark(
        "缺少认定所需的事项，不列入花名册，也不放款。请在档案中补齐，认定完成后自动恢复。"
    ),
    ReviewGroup.LAPSED: mark(
        "批准已满复核期限，不列入花名册，也不放款。请入户复核后重新提交认定。"
    ),
    ReviewGroup.CHANGED: mark(
        "类别与批准时不同，仍符合条件；在决定之前，按两个类别中较低的金额发放。标准变动引起的，"
        "审核员可以提议一次调整，由审批人决定；档案变动引起的，重新提交认定。"
    ),
    ReviewGroup.PROPOSED: mark(
        "审核员已提议按当日的类别调整，等审批人决定；在决定之前，按两个类别中较低的金额发放。"
    ),
    ReviewGroup.LAPSING: mark("复核期限将满，现在就可以重新提交认定，以免期满后停发。"),
}


def differences(approved: Basis, now: Basis) -> list[str]:
    """What of an approval's basis is another by now, in words; what is not known is said."""
    words = [
        phrase(sentence, before=in_words(before), after=in_words(after))
        for sentence, name, in_words in DIFFERENCES
        if (before := getattr(approved, name)) != (after := getattr(now, name))
    ]
    return words or ([phrase("档案内容有变")] if approved.facts_id != now.facts_id else [])


def _yuan(fen: int | None) -> str:
    return phrase("不详") if fen is None else format_yuan(fen)


def _known(value: object) -> str:
    return phrase("不详") if value is None else str(value)


#: Sentence, field of `Basis`, how its value is said.
DIFFERENCES: Sequence[tuple[str, str, Callable[[Any], str]]] = (
    (mark("城市低保标准 {before} → {after} 元"), "standard_fen", _yuan),
    (mark("家庭年收入 {before} → {after} 元"), "income_fen", _yuan),
    (mark("年支出 {before} → {after} 元"), "essential_fen", _yuan),
    (mark("家庭人口 {before} → {after}"), "size", _known),
    (mark("规则 {before} → {after}"), "rule_set", _known),
)
