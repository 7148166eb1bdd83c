"""Rule set "2021", in Xingtai's form of 2021-07-09; the share of a sudden loss is Qingdao's.

N = income per head and month after essential expenditure (schooling without the compulsory stage),
N2 = after employment costs too, L = the local standard: N ≤ L 深度困难 (elsewhere N < L); N2 < 2 L
相对困难; loss > 80 % of the year's income 意外致困.
"""

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.rules.book import rule
from bangfu.eligibility.rules.common import COMMON
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

ARTICLE = "邢台市 2021-07-09 认定标准"
SHARE_ARTICLE = "青岛市自测标准"


@rule(mark("刚性支出"), ARTICLE)
def essential(
    medical_fen: YearlyFen,
    disability_cost_fen: YearlyFen,
    education_fen: YearlyFen,
    compulsory_education_fen: YearlyFen,
    housing_cost_fen: YearlyFen,
    other_essential_fen: YearlyFen,
) -> YearlyFen:
    """A year's essential expenditure; of schooling what is not compulsory."""
    schooling = education_fen - compulsory_education_fen
    return medical_fen + disability_cost_fen + schooling + housing_cost_fen + other_essential_fen


@rule(mark("扣除刚性支出后人均月收入"), ARTICLE)
def left_per_head(income: YearlyFen, essential: YearlyFen, size: Persons) -> MonthlyFenPerHead:
    """N: the income by month and person less this expenditure."""
    return (income - essential).per_month() / size


@rule(mark("再扣除就业成本后人均月收入"), ARTICLE)
def left_after_work_per_head(
    income: YearlyFen, essential: YearlyFen, employment_cost_fen: YearlyFen, size: Persons
) -> MonthlyFenPerHead:
    """N2: N less what earning the income costs."""
    return (income - essential - employment_cost_fen).per_month() / size


@rule(HardshipClass.DEEP, ARTICLE)
def deep(
    left_per_head: MonthlyFenPerHead, standard_fen: MonthlyFenPerHead, deep_inclusive: Flag
) -> Flag:
    """N ≤ L, or N < L where the place does not include it."""
    return choose(
        (deep_inclusive, left_per_head <= standard_fen), otherwise=left_per_head < standard_fen
    )


@rule(HardshipClass.RELATIVE, ARTICLE)
def relative(
    left_after_work_per_head: MonthlyFenPerHead,
    standard_fen: MonthlyFenPerHead,
    relative_multiple: Share,
) -> Flag:
    """N2 < the multiple of L."""
    return left_after_work_per_head < standard_fen * relative_multiple


@rule(HardshipClass.SUDDEN_SHOCK, SHARE_ARTICLE)
def sudden_shock(loss: YearlyFen, income: YearlyFen, sudden_shock_share: Share) -> Flag:
    """A loss above the share of the year's income."""
    return loss > income * sudden_shock_share


@rule(mark("认定类别"), ARTICLE)
def category(excluded: Flag, deep: Flag, relative: Flag, sudden_shock: Flag) -> Category:
    """What excludes comes first, then the needier class."""
    return choose(
        (excluded, HardshipClass.INELIGIBLE),
        (deep, HardshipClass.DEEP),
        (relative, HardshipClass.RELATIVE),
        (sudden_shock, HardshipClass.SUDDEN_SHOCK),
        otherwise=HardshipClass.INELIGIBLE,
    )


REGIME = Regime(
    RuleSetName.REGIME_2021,
    rules=(
        *COMMON,
        essential,
        left_per_head,
        left_after_work_per_head,
        deep,
        relative,
        sudden_shock,
        category,
    ),
    turns=(),  # no rule here reads a day or an age, so no answer changes by itself
)
