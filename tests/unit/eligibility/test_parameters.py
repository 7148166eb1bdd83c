"""Local variants are data: each one moves its own boundary and no other."""

import pytest
from household_cases import STANDARD_2010, category, decide, family, line

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.errors import BadRuleParameter, UnknownRuleSet
from bangfu.eligibility.rules.catalogue import rules_of
from bangfu.eligibility.rules.facts import AdoptedRules
from bangfu.eligibility.rules.parameters import (
    Parameters,
    Ratio,
    read_parameters,
    write_parameters,
)

INELIGIBLE = HardshipClass.INELIGIBLE


def adopt(name: RuleSetName, **variant: object) -> AdoptedRules:
    return AdoptedRules(name, Parameters(**variant))  # type: ignore[arg-type]


def test_elsewhere_only_below_the_standard_is_deep() -> None:
    strict = adopt(RuleSetName.REGIME_2021, deep_inclusive=False)
    assert category(family(line(3) - 1, 3), strict) is HardshipClass.DEEP
    assert category(family(line(3), 3), strict) is HardshipClass.RELATIVE


@pytest.mark.parametrize(("beside", "is_marginal"), [(0, True), (1, False)])
def test_another_marginal_multiple(beside: int, is_marginal: bool) -> None:
    double = adopt(RuleSetName.REGIME_2016, marginal_multiple=Ratio(2))
    facts = family(line(3) * 2 + beside, 3, medical_fen=line(3) * 2)
    assert (category(facts, double) is HardshipClass.MARGINAL) is is_marginal


def test_a_multiple_that_gives_no_whole_fen_is_exact() -> None:
    third = adopt(RuleSetName.REGIME_2016, marginal_multiple=Ratio(500, 499))
    limit, rest = divmod(line(1) * 500, 499)
    assert rest
    assert category(family(limit, 1, medical_fen=limit), third) is HardshipClass.MARGINAL
    assert category(family(limit + 1, 1, medical_fen=limit), third) is INELIGIBLE


@pytest.mark.parametrize(("beside", "is_shock"), [(0, True), (1, False)])
def test_another_shock_multiple(beside: int, is_shock: bool) -> None:
    double = adopt(RuleSetName.REGIME_2016, shock_multiple=Ratio(5, 2))
    facts = family(line(2) * 5 // 2 + beside, 2, loss_fen=line(2) * 3)
    assert (category(facts, double) is HardshipClass.SHOCK) is is_shock


@pytest.mark.parametrize(("beside", "is_relative"), [(-1, True), (0, False)])
def test_another_relative_multiple(beside: int, is_relative: bool) -> None:
    half = adopt(RuleSetName.REGIME_2021, relative_multiple=Ratio(3, 2))
    facts = family(line(2) * 3 // 2 + beside, 2)
    assert (category(facts, half) is HardshipClass.RELATIVE) is is_relative


@pytest.mark.parametrize(("beside", "is_shock"), [(0, False), (1, True)])
def test_another_share_of_the_loss(beside: int, is_shock: bool) -> None:
    half = adopt(RuleSetName.REGIME_2021, sudden_shock_share=Ratio(1, 2))
    facts = family(line(2) * 4, 2, loss_fen=line(2) * 2 + beside)
    assert (category(facts, half) is HardshipClass.SUDDEN_SHOCK) is is_shock


def test_three_homes_may_be_what_excludes() -> None:
    generous = adopt(RuleSetName.REGIME_2016, excluded_homes=3)
    assert category(family(homes=2), generous) is HardshipClass.DIBAO
    assert category(family(homes=3), generous) is INELIGIBLE


@pytest.mark.parametrize("vehicle", [True, False, None])
def test_where_a_vehicle_does_not_exclude_it_need_not_be_known(vehicle: bool | None) -> None:
    generous = adopt(RuleSetName.REGIME_2016, exclude_vehicle=False)
    result = decide(family(vehicle=vehicle), generous, STANDARD_2010)
    assert (result.category, result.missing, result.excluded) == (HardshipClass.DIBAO, (), ())


def test_parameters_survive_being_stored() -> None:
    changed = Parameters(marginal_multiple=Ratio(4, 3), deep_inclusive=False, excluded_homes=3)
    assert read_parameters(write_parameters(changed)) == changed
    assert read_parameters({}) == Parameters()


@pytest.mark.parametrize(
    "data",
    [
        {"marginal": [3, 2]},
        {"marginal_multiple": 1.5},
        {"marginal_multiple": [3, 0]},
        {"marginal_multiple": [3, -2]},
        {"marginal_multiple": [0, 1]},
        {"marginal_multiple": [3, 2, 1]},
        {"marginal_multiple": [3_000, 2_000]},
        {"marginal_multiple": ["3", "2"]},
        {"deep_inclusive": 1},
        {"excluded_homes": True},
        {"excluded_homes": 0},
    ],
)
def test_a_wrong_parameter_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadRuleParameter):
        read_parameters(data)


def test_a_rule_set_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownRuleSet):
        rules_of("2030")
