"""The closed list of what a rule may ask for, with the bounds that keep int64 exact.

Titles of facts are the form's column names. Amounts are fen; whoever takes facts in must
refuse what is beyond `MOST_FEN`, `MOST_PERSONS`, `MOST_HOMES` or `MOST_STANDARD_FEN`.
"""

from types import MappingProxyType

from bangfu.eligibility.rules.book import Input
from bangfu.eligibility.rules.units import Unit
from bangfu.kernel.phrases import mark

MOST_FEN = 10**11  # a thousand million yuan
MOST_PERSONS = 9_999
MOST_HOMES = 9_999
MOST_STANDARD_FEN = 10**9
MOST_RATIO_PART = 500  # of a parameter's numerator and denominator

FACTS = (
    Input("own_income_fen", "本人月平均收入", Unit.FEN_MONTH, MOST_FEN),
    Input("other_income_fen", "家庭非薪资年收入", Unit.FEN_YEAR, MOST_FEN),
    Input("size", "家庭人口", Unit.PERSONS, MOST_PERSONS),
    Input("homes", "住房套数", Unit.COUNT, MOST_HOMES),
    Input("vehicle", "机动车", Unit.FLAG),
    Input("medical_fen", "医疗支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("disability_cost_fen", "残疾支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("education_fen", "教育支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("compulsory_education_fen", "其中义务教育支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("housing_cost_fen", "住房支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("employment_cost_fen", "就业成本", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("other_essential_fen", "其他刚性支出", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("loss_fen", "意外损失", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
    Input("compensation_fen", "意外赔付", Unit.FEN_YEAR, MOST_FEN, is_claim=True),
)

MEMBER_INCOMES = Input(
    "member_incomes_fen", mark("家庭成员月收入合计"), Unit.FEN_MONTH, MOST_FEN * MOST_PERSONS
)

STANDARD = Input("standard_fen", "城市低保标准", Unit.FEN_HEAD_MONTH, MOST_STANDARD_FEN)

PARAMETERS = (
    Input("marginal_multiple", mark("低保边缘倍数"), Unit.RATIO, MOST_RATIO_PART),
    Input("shock_multiple", mark("意外致困户倍数"), Unit.RATIO, MOST_RATIO_PART),
    Input("relative_multiple", mark("相对困难倍数"), Unit.RATIO, MOST_RATIO_PART),
    Input("sudden_shock_share", mark("意外致困损失占比"), Unit.RATIO, MOST_RATIO_PART),
    Input("deep_inclusive", mark("深度困难含等于标准"), Unit.FLAG),
    Input("excluded_homes", mark("排除的住房套数"), Unit.COUNT, MOST_HOMES),
    Input("exclude_vehicle", mark("机动车即排除"), Unit.FLAG),
)

INPUTS = MappingProxyType(
    {each.name: each for each in (*FACTS, MEMBER_INCOMES, STANDARD, *PARAMETERS)}
)

RULE_SET_TITLE = "认定规则"


def member_title(ordinal: int) -> str:
    """What the unknown income of the file's n-th member row is called: 成员2月收入."""
    return f"成员{ordinal}月收入"
