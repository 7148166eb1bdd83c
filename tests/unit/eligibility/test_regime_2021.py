"""Rule set "2021" one fen either side of every boundary; both evaluators must agree each time."""

import pytest
from household_cases import REGIME_2021, category, decide, family, line

from bangfu.eligibility.enums import HardshipClass

DEEP, RELATIVE = HardshipClass.DEEP, HardshipClass.RELATIVE
SUDDEN_SHOCK, INELIGIBLE = HardshipClass.SUDDEN_SHOCK, HardshipClass.INELIGIBLE
SIZES = (1, 3, 4, 11)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, DEEP), (0, DEEP), (1, RELATIVE)])
def test_up_to_the_standard_after_expenditure_is_deep(
    size: int, beside: int, expected: HardshipClass
) -> None:
    facts = family(line(size) + 900 + beside, size, medical_fen=900)
    assert category(facts, REGIME_2021) is expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, RELATIVE), (0, INELIGIBLE), (1, INELIGIBLE)])
def test_below_twice_the_standard_after_employment_costs_is_relative(
    size: int, beside: int, expected: HardshipClass
) -> None:
    income = line(size) * 2 + 900 + 50 + beside
    facts = family(income, size, medical_fen=900, employment_cost_fen=50)
    assert category(facts, REGIME_2021) is expected


@pytest.mark.parametrize(
    ("beside", "expected"), [(-1, INELIGIBLE), (0, INELIGIBLE), (1, SUDDEN_SHOCK)]
)
def test_a_loss_above_four_fifths_of_the_income_is_a_sudden_shock(
    beside: int, expected: HardshipClass
) -> None:
    income = line(2) * 5
    facts = family(income, 2, loss_fen=income * 4 // 5 + 77 + beside, compensation_fen=77)
    assert category(facts, REGIME_2021) is expected


def test_four_fifths_that_are_no_whole_fen_are_not_rounded() -> None:
    """80 % of 3,000,001 fen is 2,400,000.8: 2,400,000 is not above it, 2,400,001 is."""
    assert category(family(3_000_001, 1, loss_fen=2_400_000), REGIME_2021) is INELIGIBLE
    assert category(family(3_000_001, 1, loss_fen=2_400_001), REGIME_2021) is SUDDEN_SHOCK


@pytest.mark.parametrize(
    "expense",
    [
        "medical_fen",
        "disability_cost_fen",
        "education_fen",
        "housing_cost_fen",
        "other_essential_fen",
    ],
)
def test_every_essential_expense_counts_to_the_fen(expense: str) -> None:
    assert category(family(line(3) + 700, 3, **{expense: 700}), REGIME_2021) is DEEP
    assert category(family(line(3) + 700, 3, **{expense: 699}), REGIME_2021) is RELATIVE


@pytest.mark.parametrize("expense", ["employment_cost_fen", "loss_fen", "compensation_fen"])
def test_what_is_no_essential_expense_makes_nobody_deep(expense: str) -> None:
    assert category(family(line(3) + 700, 3, **{expense: 700}), REGIME_2021) is RELATIVE


def test_the_compulsory_stage_of_schooling_does_not_count() -> None:
    schooling = {"education_fen": 1_000, "compulsory_education_fen": 300}
    assert category(family(line(2) + 700, 2, **schooling), REGIME_2021) is DEEP
    assert category(family(line(2) + 701, 2, **schooling), REGIME_2021) is RELATIVE
    assert decide(family(0, 2, **schooling), REGIME_2021).essential_fen == 700


def test_expenditure_beyond_the_income_is_deep_and_not_an_error() -> None:
    assert category(family(0, 2, medical_fen=10**10), REGIME_2021) is DEEP
