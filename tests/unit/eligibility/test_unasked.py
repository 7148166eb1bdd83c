"""A column that the table lacks is not an expense of nothing, where a larger one could change the class."""

import pytest
from household_cases import (
    REGIME_2016,
    REGIME_2021,
    STANDARD_2010,
    L,
    decide,
    family,
    line,
)

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.explain import explain_household
from bangfu.eligibility.rules.facts import AdoptedRules

UNRESOLVED = HardshipClass.UNRESOLVED


def result(income: int, size: int = 1, adopted: AdoptedRules = REGIME_2016, **facts: object):
    assessment = decide(family(income, size, **facts), adopted)
    return assessment.category, assessment.missing


def test_below_the_line_nothing_that_could_be_spent_matters():
    assert result(line(1) - 1, unasked=("medical_fen", "education_fen")) == (
        HardshipClass.DIBAO,
        (),
    )


def test_above_the_line_an_expense_that_nobody_asked_for_is_missing():
    income = line(1) * 5 // 4
    assert result(income, unasked=("medical_fen",)) == (UNRESOLVED, ("医疗支出",))
    assert result(income) == (HardshipClass.INELIGIBLE, ())
    assert result(line(1), unasked=("medical_fen",)) == (HardshipClass.MARGINAL, ())


def test_each_that_could_is_named_in_the_order_of_the_form():
    unasked = ("loss_fen", "housing_cost_fen", "medical_fen")
    assert result(line(1) * 2, unasked=unasked) == (UNRESOLVED, ("意外损失",))
    assert result(line(1) * 5 // 4, unasked=unasked) == (
        UNRESOLVED, ("医疗支出", "住房支出", "意外损失"),
    )  # fmt: skip


def test_far_above_every_line_no_expense_helps():
    assert result(line(1) * 3 + 1, unasked=("medical_fen", "loss_fen")) == (
        HardshipClass.INELIGIBLE,
        (),
    )


def test_what_a_rule_set_does_not_read_is_not_asked_for():
    assert result(line(1) * 2, adopted=REGIME_2016, unasked=("employment_cost_fen",)) == (
        HardshipClass.INELIGIBLE,
        (),
    )
    asked_for = result(line(1) * 2, adopted=REGIME_2021, unasked=("employment_cost_fen",))
    assert asked_for == (UNRESOLVED, ("就业成本",))


def test_a_part_is_no_larger_than_its_whole():
    """What of the schooling is compulsory does not count; without schooling there is none."""
    unasked = ("compulsory_education_fen",)
    assert result(line(1), adopted=REGIME_2021, unasked=unasked)[0] is HardshipClass.DEEP
    spent = {"education_fen": L, "unasked": unasked}
    assert result(line(1) + L, adopted=REGIME_2021, **spent) == (UNRESOLVED, ("其中义务教育支出",))


def test_a_blank_cell_claims_nothing():
    assert result(line(1) * 2, medical_fen=None) == (HardshipClass.INELIGIBLE, ())


@pytest.mark.parametrize("adopted", [REGIME_2016, REGIME_2021])
def test_what_excludes_decides_at_once(adopted):
    assessment = decide(family(line(1), unasked=("medical_fen",), homes=2), adopted)
    assert assessment.category is HardshipClass.INELIGIBLE
    assert assessment.excluded == ("住房套数",)


@pytest.mark.parametrize(
    ("income", "unasked", "unknown_steps", "open_tests"),
    [
        (line(1) * 5 // 4, ("medical_fen", "loss_fen"), ["意外净损失", "致困相关支出", "扣除支出后人均月收入"], ["低保边缘户"]),
        (line(1) * 2, ("medical_fen", "loss_fen"), ["意外净损失", "致困相关支出", "扣除支出后人均月收入"], ["意外致困户"]),
        (line(1) - 1, ("medical_fen", "loss_fen"), [], []),
    ],
)  # fmt: skip
def test_the_working_says_unknown_where_the_verdict_does(
    income, unasked, unknown_steps, open_tests
):
    """No class is called 不成立 by an expense of nothing that nobody was asked for."""
    told = explain_household(family(income, 1, unasked=unasked), STANDARD_2010, REGIME_2016)
    assert [step.title for step in told.steps if step.amount_fen is None] == unknown_steps
    assert [test.category.value for test in told.tests if test.holds is None] == open_tests
    assert all("未申报" not in step.expression for step in told.steps if step.amount_fen is None)
    assert (told.result.category is UNRESOLVED) is bool(open_tests)
