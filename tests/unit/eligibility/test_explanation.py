"""What a clerk reads out: the working, what decided, how near a household was, what is missing."""

from dataclasses import replace
from datetime import date

import pytest
from household_cases import (
    REGIME_2016,
    REGIME_2021,
    STANDARD_2010,
    category,
    family,
    line,
    members,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.eligibility.enums import CheckState, HardshipClass, RuleSetName
from bangfu.eligibility.rules.explain import explain_household
from bangfu.eligibility.rules.explanation import ExplainedStep, Explanation
from bangfu.eligibility.rules.facts import AdoptedRules, JudgedFacts
from bangfu.eligibility.rules.household import assess_household
from bangfu.eligibility.rules.text import explain_text


def explain(facts: JudgedFacts, adopted: AdoptedRules | None = REGIME_2016) -> Explanation:
    return explain_household(facts, STANDARD_2010, adopted)


def step(explanation: Explanation, title: str) -> ExplainedStep:
    return next(each for each in explanation.steps if each.title == title)


FOUR = family(0, 4, own_income_fen=186_000, members=members(150_000, 0, 18_000))


def test_the_months_income_names_everybody() -> None:
    monthly = step(explain(FOUR), "家庭月收入合计")
    assert monthly.expression == "本人 1,860.00 ＋ 成员1 1,500.00 ＋ 成员2 0.00 ＋ 成员3 180.00"
    assert (monthly.amount_fen, monthly.is_rounded) == (354_000, False)


def test_the_years_income_is_worked_out_step_by_step() -> None:
    yearly = step(explain(FOUR), "家庭年收入")
    assert yearly.expression == "家庭月收入合计 3,540.00 × 12 ＋ 家庭非薪资年收入 0.00"
    assert yearly.amount_fen == 4_248_000
    assert step(explain(FOUR), "人均月收入").expression == "家庭年收入 42,480.00 ÷ 12 ÷ 4 人"


def test_blank_expenses_are_left_out_of_the_sum() -> None:
    costs = step(explain(family(medical_fen=198_000, education_fen=43_333)), "致困相关支出")
    assert costs.expression == "医疗支出 1,980.00 ＋ 教育支出 433.33"
    assert step(explain(family()), "致困相关支出").expression == "未申报"


def test_compulsory_schooling_is_taken_off_in_sight() -> None:
    facts = family(education_fen=500_000, compulsory_education_fen=120_000)
    schooling = step(explain(facts, REGIME_2021), "刚性支出")
    assert schooling.expression == "教育支出 5,000.00 − 其中义务教育支出 1,200.00"
    assert schooling.amount_fen == 380_000


def test_compensation_beyond_the_loss_counts_as_nothing() -> None:
    loss = step(explain(family(loss_fen=100, compensation_fen=300)), "意外净损失")
    assert loss.expression == "意外损失 1.00 − 意外赔付 3.00，不足零按零计"
    assert loss.amount_fen == 0


def test_an_amount_that_is_no_whole_fen_says_so() -> None:
    explanation = explain(family(line(7) - 1, 7))
    assert step(explanation, "人均月收入").is_rounded
    assert explanation.verdict == (
        "人均月收入 约 238.00 元，低于城市低保标准 238.00 元"
        "（按全户全年合计：19,991.99 元 ＜ 19,992.00 元）；符合「低保户」认定条件。"
    )


def test_the_standard_comes_with_its_paper() -> None:
    standard = step(explain(FOUR), "城市低保标准")
    assert standard.expression == "茂名市，每人每月"
    assert standard.amount_fen == 23_800
    assert standard.basis == "茂府〔2010〕1号，民政局公布，2010-01-01 起执行"


def test_the_rule_set_comes_with_its_paper_place_and_day() -> None:
    adopted = AdoptedRules(RuleSetName.REGIME_2016, place="茂名市", valid_from=date(2010, 1, 1))
    explanation = explain(FOUR, adopted)
    assert explanation.rules_title == "认定规则 2016 版（总工办发〔2016〕36号，茂名市 采用）"
    assert explanation.rules_from == date(2010, 1, 1)
    told = explain(FOUR, replace(adopted, document="茂工办〔2010〕1号")).rules_title
    assert told == "认定规则 2016 版（总工办发〔2016〕36号，茂名市 依据“茂工办〔2010〕1号”采用）"


def test_every_class_tried_is_shown_with_both_sides() -> None:
    explanation = explain(family(line(2) * 2, 2, loss_fen=line(2)))
    assert [(test.category.value, test.holds) for test in explanation.tests] == [
        ("低保户", False), ("低保边缘户", False), ("意外致困户", True),
    ]  # fmt: skip
    near, left = explanation.tests[1].comparisons
    assert near.text == "人均月收入 476.00 元，高于城市低保标准 238.00 元的 1.5 倍（357.00 元）"
    assert near.totals == "按全户全年合计：11,424.00 元 ＞ 8,568.00 元"
    assert (near.holds, left.holds) == (False, True)


def test_a_class_reached_is_decided_by_what_holds_most_narrowly() -> None:
    deciding = explain(family(line(2) + 500, 2, medical_fen=501)).deciding
    assert deciding is not None
    assert deciding.left.startswith("扣除支出后人均月收入")
    assert deciding.relation == "不高于"


def test_a_share_is_read_as_per_cent() -> None:
    explanation = explain(family(line(2) * 5, 2, loss_fen=line(2) * 4), REGIME_2021)
    assert explanation.tests[-1].comparisons[0].text == (
        "意外净损失 22,848.00 元，不高于家庭年收入 28,560.00 元的 80%（22,848.00 元）"
    )


def test_a_rounded_share_of_the_year_has_no_empty_brackets_behind_it() -> None:
    explanation = explain(family(line(2) * 5 + 1, 2, loss_fen=line(2) * 5), REGIME_2021)
    assert explanation.verdict == (
        "意外净损失 28,560.00 元，高于家庭年收入 28,560.01 元的 80%（约 22,848.01 元）；"
        "符合「意外致困」认定条件。"
    )


def test_an_ineligible_household_learns_how_near_it_was() -> None:
    explanation = explain(family(line(3) * 3 // 2 + 1, 3, medical_fen=line(3)))
    assert explanation.changes[0].text == "家庭年收入再少 0.01 元，即符合「低保边缘户」认定条件"
    assert "家庭年收入再少 0.01 元" in explanation.verdict
    assert explanation.deciding is not None
    assert explanation.deciding.text.startswith("人均月收入 约 357.00 元，高于")


def test_more_expenditure_is_another_way() -> None:
    explanation = explain(family(line(3) * 2, 3, loss_fen=100, medical_fen=line(3) - 105))
    assert [(each.amount_fen, each.category.value) for each in explanation.changes] == [
        (5, "意外致困户"), (5, "意外致困户"),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 6),
    st.integers(1, 6 * line(6)),
    st.integers(0, line(6)),
    st.sampled_from(RuleSetName),
)
def test_the_change_named_suffices_and_a_fen_less_does_not(
    size: int, income: int, costs: int, name: RuleSetName
) -> None:
    adopted = AdoptedRules(name)
    for change in explain(family(income, size, medical_fen=costs), adopted).changes:
        by = {"家庭年收入": (-1, 0)}.get(change.title, (0, 1))
        reached = [
            assess_household(
                family(income + by[0] * fen, size, medical_fen=costs + by[1] * fen),
                STANDARD_2010,
                adopted,
            ).category
            for fen in (change.amount_fen - 1, change.amount_fen)
        ]
        assert reached == [HardshipClass.INELIGIBLE, change.category]


@pytest.mark.parametrize("adopted", [REGIME_2016, REGIME_2021])
def test_only_an_ineligible_household_is_told_how_near_it_was(adopted: AdoptedRules) -> None:
    assert explain(family(0), adopted).changes == ()
    assert explain(family(0, homes=2), adopted).changes == ()
    assert explain(family(None), adopted).changes == ()
    assert explain(family(line(1) * 9), adopted).changes != ()


def test_an_excluded_household_hears_by_what() -> None:
    explanation = explain(family(homes=3, vehicle=True))
    assert explanation.verdict == "住房套数 3 套、机动车 是，属于排除情形，不符合认定条件。"
    assert [check.state for check in explanation.checks] == [CheckState.EXCLUDED] * 2
    assert explanation.deciding is not None
    assert explanation.deciding.text == "住房套数 3 套，达到排除的住房套数 2 套"
    assert explanation.tests == ()


def test_a_vehicle_alone_decides_in_words() -> None:
    deciding = explain(family(vehicle=True)).deciding
    assert deciding is not None
    assert deciding.text == "机动车 是，属于排除情形"


def test_checks_tell_passed_from_unknown() -> None:
    checks = explain(family(homes=None)).checks
    assert [(check.state, check.detail) for check in checks] == [
        (CheckState.UNKNOWN, "住房套数：待核实"), (CheckState.PASSED, "机动车：否"),
    ]  # fmt: skip


def test_what_is_missing_comes_with_how_to_supply_it() -> None:
    facts = family(members=members(None), missing_members=(2,), own_income_fen=None)
    explanation = explain_household(facts, None, None)
    how = {missing.title: missing.how for missing in explanation.missing}
    assert tuple(how) == explanation.result.missing
    assert "“职工档案”表" in how["本人月平均收入"]
    assert "第 1 行的“月收入”" in how["成员1月收入"]
    assert "第 2 行未能导入" in how["成员2月收入"]
    assert "录入" in how["城市低保标准"]
    assert "采用一套认定规则" in how["认定规则"]
    assert explanation.deciding is None
    assert explanation.verdict.startswith(
        "还缺本人月平均收入、成员1月收入、成员2月收入、城市低保标准、"
    )


def test_an_absent_member_is_asked_for_and_a_doubtful_size_is_explained() -> None:
    absent = explain(family(0, 4, members=members(0)))
    assert [missing.title for missing in absent.missing] == ["成员2月收入", "成员3月收入"]
    assert "家庭人口为 4，“家庭成员”表中只有 1 行" in absent.missing[0].how
    doubtful = explain(family(0, 2, members=members(0, 0, 0)))
    (size,) = doubtful.missing
    assert size.title == "家庭人口"
    assert "家庭人口为 2，本人和“家庭成员”表中的 3 行共 4 人，两者不一致" in size.how


def test_an_unknown_side_is_not_compared() -> None:
    explanation = explain(family(None))
    assert explanation.tests[0].holds is None
    text = explanation.tests[0].comparisons[0].text
    assert text == "人均月收入 待核实，尚不能与城市低保标准 238.00 元比较"
    assert step(explanation, "家庭年收入").amount_fen is None


@pytest.mark.parametrize("adopted", [REGIME_2016, REGIME_2021, None])
@pytest.mark.parametrize("facts", [FOUR, family(None), family(line(1) * 9), family(homes=2)])
def test_the_explanation_comes_to_the_same_decision(
    facts: JudgedFacts, adopted: AdoptedRules | None
) -> None:
    assert explain(facts, adopted).result.category is category(facts, adopted)


def test_the_terminal_shows_all_of_it() -> None:
    text = explain_text(explain(FOUR))
    for heading in ("计算步骤", "排除情形", "逐类判断", "决定性比较", "怎样才会改变"):
        assert heading in text
    assert text.startswith("档案 甲户：不符合\n")
    assert "还缺什么" in explain_text(explain(family(None)))
