"""Three opinions on random registers: the rules on columns, the rules on one household, plain SQL.

Amounts are drawn around the boundaries: multiples of the household's own line, a fen beside, or any.
"""

from dataclasses import replace
from typing import TypeVar

from household_cases import Case, L, family, frames, row_of, sql_benchmark
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from bangfu.eligibility.enums import RuleSetName
from bangfu.eligibility.rules.facts import AdoptedRules, JudgedFacts, JudgedStandard, MemberIncome
from bangfu.eligibility.rules.household import assess_household
from bangfu.eligibility.rules.inputs import MOST_FEN, MOST_RATIO_PART
from bangfu.eligibility.rules.parameters import Parameters, Ratio
from bangfu.eligibility.rules.register import assess_register

EXPENSES = (
    "medical_fen", "disability_cost_fen", "education_fen", "compulsory_education_fen",
    "housing_cost_fen", "employment_cost_fen", "other_essential_fen", "loss_fen", "compensation_fen",
)  # fmt: skip
STANDARDS = (1, 7, L, 45_110, 79_810)
Drawn = TypeVar("Drawn")
ratios = st.builds(Ratio, st.integers(1, MOST_RATIO_PART), st.integers(1, MOST_RATIO_PART))
variants = st.builds(
    Parameters, ratios, ratios, ratios, ratios, st.booleans(), st.integers(1, 3), st.booleans()
)


def rarely_unknown(values: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn | None]:
    return st.integers(0, 9).flatmap(lambda drawn: values if drawn else st.none())


@st.composite
def near(draw: st.DrawFn, whole: int) -> int:
    """An amount at, beside or away from a boundary of a household whose yearly line is `whole`."""
    tenths = draw(st.sampled_from([0, 8, 10, 15, 20, 30, 40]))
    beside = draw(st.sampled_from([-1, 0, 1]) | st.integers(0, 5 * whole))
    return min(max(whole * tenths // 10 + beside, 0), MOST_FEN)


@st.composite
def households(draw: st.DrawFn, standard: int, *, may_lack_columns: bool) -> JudgedFacts:
    wages = draw(st.lists(rarely_unknown(st.integers(0, 3 * standard)), max_size=5))
    rejected = draw(st.sampled_from([()] * 9 + [(len(wages) + 1,), (len(wages) + 2,)]))
    size = 1 + len(wages) + len(rejected) + draw(st.sampled_from([0] * 8 + [-1, 1, 2, 25]))
    size = max(size, 1)
    income = draw(near(standard * 12 * size))
    monthly = draw(st.sampled_from([0, income // 12, income // 24]))
    expenses = {
        name: draw(st.none() | near(standard * 12 * size))
        for name in draw(st.sets(st.sampled_from(EXPENSES), max_size=4))
    }
    absent = st.sets(st.sampled_from(EXPENSES), max_size=3) if may_lack_columns else st.just(set())
    unasked = tuple(sorted(draw(absent)))
    expenses = {name: None if name in unasked else value for name, value in expenses.items()}
    return family(
        draw(rarely_unknown(st.just(income - 12 * monthly))),
        draw(rarely_unknown(st.just(size))),
        own_income_fen=draw(rarely_unknown(st.just(monthly))),
        homes=draw(rarely_unknown(st.sampled_from([0, 1, 1, 1, 1, 2, 3]))),
        vehicle=draw(rarely_unknown(st.sampled_from([False] * 6 + [True]))),
        members=tuple(MemberIncome(place, wage) for place, wage in enumerate(wages, start=1)),
        missing_members=rejected,
        unasked=unasked,
        **expenses,
    )


@st.composite
def cases(
    draw: st.DrawFn, parameters: st.SearchStrategy[Parameters], *, may_lack_columns: bool = True
) -> Case:
    standard = draw(st.sampled_from(STANDARDS))
    adopted = st.builds(AdoptedRules, st.sampled_from(RuleSetName), parameters)
    return Case(
        draw(households(standard, may_lack_columns=may_lack_columns)),
        draw(rarely_unknown(st.just(JudgedStandard(standard)))),
        draw(rarely_unknown(adopted)),
    )


def one_by_one(register: list[Case]) -> list[dict[str, object]]:
    results = (assess_household(case.facts, case.standard, case.adopted) for case in register)
    return [row_of(replace(result, household=str(number))) for number, result in enumerate(results)]


@settings(max_examples=20, deadline=None)
@given(st.lists(cases(variants), min_size=1, max_size=12))
def test_both_evaluators_agree_on_every_household(register: list[Case]) -> None:
    assert assess_register(*frames(register)).rows(named=True) == one_by_one(register)


@settings(max_examples=10, deadline=None)
@given(st.lists(cases(st.just(Parameters()), may_lack_columns=False), min_size=1, max_size=16))
def test_both_evaluators_agree_with_hand_written_sql(register: list[Case]) -> None:
    tables = frames(register)
    assessed = assess_register(*tables)
    assert assessed.rows(named=True) == one_by_one(register)
    said = sql_benchmark().assess_with_sql(*tables[:2])
    assert_frame_equal(assessed, said, check_row_order=False, check_dtypes=False)


@settings(max_examples=40, deadline=None)
@given(cases(variants))
def test_no_verdict_without_the_facts_and_none_withheld_with_them(case: Case) -> None:
    result = assess_household(case.facts, case.standard, case.adopted)
    assert (result.category.value == "待核实") == bool(result.missing)
    assert not (result.missing and result.excluded)
    assert not result.excluded or result.category.value == "不符合"


def test_a_made_register_of_thousands_agrees_with_the_sql() -> None:
    benchmark = sql_benchmark()
    tables = benchmark.made_register(20_000)
    assessed, said = assess_register(*tables), benchmark.assess_with_sql(*tables)
    assert assessed["class"].n_unique() == 8
    assert_frame_equal(assessed, said, check_row_order=False, check_dtypes=False)
