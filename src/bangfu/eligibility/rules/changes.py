"""How near a household is that was found 不符合: the least change of one amount that alters it.

The decision itself is asked again and again; less income or more expenditure never takes a class
away altogether, so halving the interval finds the least fen at which one is reached.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.explanation import LeastChange
from bangfu.eligibility.rules.household import Question, trace
from bangfu.eligibility.rules.traced import TracedValue
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

_WAYS = (("income", -1, mark("再少")), ("essential", 1, mark("再多")))


def least_changes(question: Question, values: Mapping[str, TracedValue]) -> tuple[LeastChange, ...]:
    """The least change of the year's income and of the expenditure, the smaller first.

    Empty where neither less income nor more expenditure reaches a class.
    """
    reached = [
        change
        for name, direction, word in _WAYS
        if name in values and (change := _least(question, values, name, direction, word))
    ]
    return tuple(sorted(reached, key=lambda change: change.amount_fen))


def _least(
    question: Question, values: Mapping[str, TracedValue], name: str, direction: int, word: str
) -> LeastChange | None:
    now, income = values[name], values["income"].number or Fraction(0)

    def category_at(fen: int) -> HardshipClass:
        moved = replace(now, known=(now.number or Fraction(0)) + direction * fen)
        reached = trace(question, {name: moved})["category"].known
        return reached if isinstance(reached, HardshipClass) else HardshipClass.UNRESOLVED

    low, high = 0, int(income)
    if category_at(high) is HardshipClass.INELIGIBLE:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if category_at(middle) is HardshipClass.INELIGIBLE:
            low = middle
        else:
            high = middle
    category = category_at(high)
    text = phrase(
        "{title}{word} {high} 元，即符合「{category}」认定条件",
        title=phrase(now.title),
        word=phrase(word),
        high=format_yuan(high),
        category=category.value,
    )
    return LeastChange(phrase(now.title), high, category, text)
