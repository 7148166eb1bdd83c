"""Rule set "2016" one fen either side of every boundary; both evaluators must agree each time."""

import pytest
from household_cases import L, category, decide, family, line, members

from bangfu.eligibility.enums import HardshipClass

DIBAO, MARGINAL = HardshipClass.DIBAO, HardshipClass.MARGINAL
SHOCK, INELIGIBLE = HardshipClass.SHOCK, HardshipClass.INELIGIBLE
SIZES = (1, 3, 4, 11)


def spend(fen: int) -> dict[str, int]:
    return {"medical_fen": fen}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("beside", "expected"),
    [(-1, DIBAO), (0, MARGINAL), (1, INELIGIBLE)],
    ids=["below", "at", "above"],
)
def test_income_below_the_standard_is_dibao_and_at_it_marginal(
    size: int, beside: int, expected: HardshipClass
) -> None:
    assert category(family(line(size) + beside, size)) is expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, MARGINAL), (0, MARGINAL), (1, INELIGIBLE)])
def test_income_up_to_one_and_a_half_standards_is_marginal(
    size: int, beside: int, expected: HardshipClass
) -> None:
    income = line(size) * 3 // 2 + beside
    assert category(family(income, size, **spend(income))) is expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, INELIGIBLE), (0, MARGINAL), (1, MARGINAL)])
def test_a_marginal_household_is_left_with_no_more_than_the_standard(
    size: int, beside: int, expected: HardshipClass
) -> None:
    income = line(size) + 100_000
    assert category(family(income, size, **spend(100_000 + beside))) is expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, SHOCK), (0, SHOCK), (1, INELIGIBLE)])
def test_a_shocked_household_has_up_to_three_standards(
    size: int, beside: int, expected: HardshipClass
) -> None:
    income = line(size) * 3 + beside
    assert category(family(income, size, loss_fen=income)) is expected


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("beside", "expected"), [(-1, INELIGIBLE), (0, SHOCK), (1, SHOCK)])
def test_a_shocked_household_is_left_with_no_more_than_the_standard(
    size: int, beside: int, expected: HardshipClass
) -> None:
    income = line(size) * 2
    assert category(family(income, size, loss_fen=line(size) + beside)) is expected


@pytest.mark.parametrize(
    ("loss", "compensation", "expected"),
    [
        (0, 0, INELIGIBLE),
        (1, 0, SHOCK),
        (500, 499, SHOCK),
        (500, 500, INELIGIBLE),
        (500, 900, INELIGIBLE),
    ],
)
def test_a_shock_needs_a_loss_that_compensation_left_open(
    loss: int, compensation: int, expected: HardshipClass
) -> None:
    facts = family(line(2) * 2, 2, **spend(line(2)), loss_fen=loss, compensation_fen=compensation)
    assert category(facts) is expected


@pytest.mark.parametrize(
    "expense",
    [
        "medical_fen",
        "disability_cost_fen",
        "education_fen",
        "housing_cost_fen",
        "other_essential_fen",
        "loss_fen",
    ],
)
def test_every_cause_related_cost_counts_to_the_fen(expense: str) -> None:
    assert category(family(line(3) + 700, 3, **{expense: 700})) is MARGINAL
    assert category(family(line(3) + 700, 3, **{expense: 699})) is INELIGIBLE


@pytest.mark.parametrize(
    "expense", ["employment_cost_fen", "compulsory_education_fen", "compensation_fen"]
)
def test_what_is_no_cause_related_cost_does_not_count(expense: str) -> None:
    assert category(family(line(3) + 700, 3, **{expense: 700})) is INELIGIBLE


def test_costs_hold_the_uncovered_loss_and_blank_expenses_are_nothing() -> None:
    facts = family(0, 1, medical_fen=10, education_fen=None, loss_fen=100, compensation_fen=40)
    assert decide(facts).essential_fen == 70


def test_income_is_twelve_months_of_everybody_and_the_rest_of_the_year() -> None:
    facts = family(5, 3, own_income_fen=100, members=members(20, 3))
    assert decide(facts).income_fen == (100 + 20 + 3) * 12 + 5


def test_the_worker_is_not_counted_twice() -> None:
    """Size includes the worker: two members and the worker are three."""
    monthly = 3 * L - 1
    assert category(family(0, 3, own_income_fen=monthly, members=members(0, 0))) is DIBAO
    assert category(family(0, 3, own_income_fen=monthly + 1, members=members(0, 0))) is MARGINAL


def test_no_rounding_hides_a_fen_among_many() -> None:
    assert category(family(line(11) * 3 // 2 + 1, 11, **spend(line(11)))) is INELIGIBLE
