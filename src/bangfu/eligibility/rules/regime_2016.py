"""Rule set "2016": 总工办发〔2016〕36号 and the local texts of 2016–2020.

p = income per head and month, q = the same after cause-related costs, L = the local standard:
p < L 低保户; p ≤ 1.5 L and q ≤ L 低保边缘户; an uncovered loss, p ≤ 3 L and q ≤ L 意外致困户.
Left out: above 3 L with savings and investments counted in, which the form doesn't ask for.
"""

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.rules.book import rule
from bangfu.eligibility.rules.common import COMMON, income_per_head
from bangfu.eligibility.rules.regimes import Regime
from bangfu.eligibility.rules.values import (
    Category,
    Flag,
    MonthlyFenPerHead,
    Persons,
    Share,
    YearlyFen,
    choose,
)
from bangfu.kernel.phrases import mark

ARTICLE = "总工办发〔2016〕36号"


@rule(mark("致困相关支出"), ARTICLE)
def essential(
    medical_fen: YearlyFen,
    disability_cost_fen: YearlyFen,
    education_fen: YearlyFen,
    housing_cost_fen: YearlyFen,
    other_essential_fen: YearlyFen,
    loss: YearlyFen,
) -> YearlyFen:
    """A year's costs of what made the household poor, the uncovered loss among them."""
    claimed = medical_fen + disability_cost_fen + education_fen
    return claimed + housing_cost_fen + other_essential_fen + loss


@rule(mark("扣除支出后人均月收入"), ARTICLE)
def left_per_head(income: YearlyFen, essential: YearlyFen, size: Persons) -> MonthlyFenPerHead:
    """q: the income by month and person less these costs."""
    return (income - essential).per_month() / size


@rule(HardshipClass.DIBAO, ARTICLE)
def dibao(income_per_head: MonthlyFenPerHead, standard_fen: MonthlyFenPerHead) -> Flag:
    """p < L."""
    return income_per_head < standard_fen


@rule(HardshipClass.MARGINAL, ARTICLE)
def marginal(
    income_per_head: MonthlyFenPerHead,
    left_per_head: MonthlyFenPerHead,
    standard_fen: MonthlyFenPerHead,
    marginal_multiple: Share,
) -> Flag:
    """p ≤ the multiple of L, and q ≤ L."""
    near = income_per_head <= standard_fen * marginal_multiple
    return near & (left_per_head <= standard_fen)


@rule(HardshipClass.SHOCK, ARTICLE)
def shock(
    loss: YearlyFen,
    income_per_head: MonthlyFenPerHead,
    left_per_head: MonthlyFenPerHead,
    standard_fen: MonthlyFenPerHead,
    shock_multiple: Share,
) -> Flag:
    """A loss, p ≤ the multiple of L, and q ≤ L."""
    modest = income_per_head <= standard_fen * shock_multiple
    return loss.is_positive() & modest & (left_per_head <= standard_fen)


@rule(mark("认定类别"), ARTICLE)
def category(excluded: Flag, dibao: Flag, marginal: Flag, shock: Flag) -> Category:
    """What excludes comes first, then the needier class."""
    return choose(
        (excluded, HardshipClass.INELIGIBLE),
        (dibao, HardshipClass.DIBAO),
        (marginal, HardshipClass.MARGINAL),
        (shock, HardshipClass.SHOCK),
        otherwise=HardshipClass.INELIGIBLE,
    )


REGIME = Regime(
    RuleSetName.REGIME_2016,
    rules=(*COMMON, income_per_head, essential, left_per_head, dibao, marginal, shock, category),
    turns=(),  # no rule here reads a day or an age, so no answer changes by itself
)
