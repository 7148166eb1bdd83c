"""A rule text that cannot be trusted does not load."""

import pytest

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.errors import (
    CircularRules,
    FractionsNotAdded,
    MayOverflow,
    NameTaken,
    UnitUndeclared,
    UnknownInput,
    UnlikeUnits,
    WrongUnit,
)
from bangfu.eligibility.rules.book import Input, Rule, load_rules, rule
from bangfu.eligibility.rules.units import Unit
from bangfu.eligibility.rules.values import (
    Category,
    Count,
    Flag,
    MonthlyFen,
    MonthlyFenPerHead,
    Persons,
    Share,
    Value,
    YearlyFen,
    choose,
)

INPUTS = {
    each.name: each
    for each in (
        Input("wage", "工资", Unit.FEN_MONTH, 10**9),
        Input("rent", "租金", Unit.FEN_YEAR, 10**9),
        Input("size", "人口", Unit.PERSONS, 1_000),
        Input("homes", "住房", Unit.COUNT, 100),
        Input("vehicle", "机动车", Unit.FLAG),
        Input("share", "比例", Unit.RATIO, 1_000),
        Input("huge", "巨额", Unit.FEN_YEAR, 2**62),
    )
}


@rule("年收入")
def income(wage: MonthlyFen, rent: YearlyFen) -> YearlyFen:
    return wage.per_year() + rent


@rule("人均")
def per_head(income: YearlyFen, size: Persons) -> MonthlyFenPerHead:
    return income.per_month() / size


def test_rules_load_in_an_order_that_can_be_worked_out() -> None:
    assert load_rules(INPUTS, (per_head, income)) == (income, per_head)


def test_an_unknown_input_is_refused() -> None:
    @rule("x")
    def wealth(savings: YearlyFen) -> YearlyFen:
        return savings

    with pytest.raises(UnknownInput) as refusal:
        load_rules(INPUTS, (income, wealth))
    assert (refusal.value.rule, refusal.value.name) == ("wealth", "savings")


def test_a_circle_is_refused() -> None:
    @rule("x")
    def hen(egg: YearlyFen) -> YearlyFen:
        return egg

    @rule("y")
    def egg(hen: YearlyFen) -> YearlyFen:
        return hen

    with pytest.raises(CircularRules) as refusal:
        load_rules(INPUTS, (hen, egg))
    assert set(refusal.value.names) == {"hen", "egg"}


def test_a_name_taken_twice_is_refused() -> None:
    @rule("x")
    def rent(wage: MonthlyFen) -> MonthlyFen:
        return wage

    for rules in ((income, income), (rent,)):
        with pytest.raises(NameTaken):
            load_rules(INPUTS, rules)


def test_an_argument_or_result_without_a_unit_is_refused() -> None:
    def bare(rent: Value) -> YearlyFen:
        return rent

    def nothing(rent: YearlyFen) -> Value:
        return rent

    for function in (bare, nothing):
        with pytest.raises(UnitUndeclared):
            rule("x")(function)


def test_a_rule_that_gives_a_bare_number_is_refused() -> None:
    @rule("x")
    def bare(rent: YearlyFen) -> YearlyFen:
        return 5  # type: ignore[return-value]

    with pytest.raises(UnitUndeclared):
        load_rules(INPUTS, (bare,))


def test_a_unit_declared_otherwise_than_it_is_given_is_refused() -> None:
    @rule("x")
    def argument(wage: YearlyFen) -> YearlyFen:
        return wage

    @rule("x")
    def result(wage: MonthlyFen) -> YearlyFen:
        return wage

    for each in (argument, result):
        with pytest.raises(WrongUnit):
            load_rules(INPUTS, (each,))


@rule("add")
def year_and_month(wage: MonthlyFen, rent: YearlyFen) -> YearlyFen:
    return rent + wage


@rule("subtract")
def fen_and_persons(rent: YearlyFen, size: Persons) -> YearlyFen:
    return rent - size


@rule("compare")
def year_with_month(wage: MonthlyFen, rent: YearlyFen) -> Flag:
    return rent < wage


@rule("compare")
def household_with_head(wage: MonthlyFen, per_head: MonthlyFenPerHead) -> Flag:
    return wage <= per_head


@rule("compare")
def persons_with_count(size: Persons, homes: Count) -> Flag:
    return size >= homes


@rule("compare")
def flag_with_count(vehicle: Flag, homes: Count) -> Flag:
    return vehicle > homes


@rule("compare")
def flag_with_flag(vehicle: Flag) -> Flag:
    return vehicle < vehicle


@rule("compare")
def ratio_with_count(share: Share, homes: Count) -> Flag:
    return share < homes


@rule("multiply")
def fen_by_fen(rent: YearlyFen) -> YearlyFen:
    return rent * rent


@rule("multiply")
def household_by_persons(rent: YearlyFen, size: Persons) -> YearlyFen:
    return rent * size


@rule("divide")
def fen_by_count(rent: YearlyFen, homes: Count) -> YearlyFen:
    return rent / homes


@rule("logic")
def flag_and_count(vehicle: Flag, homes: Count) -> Flag:
    return vehicle & homes


@rule("convert")
def month_to_month(wage: MonthlyFen) -> MonthlyFen:
    return wage.per_month()


@rule("convert")
def persons_from_zero(size: Persons) -> Persons:
    return size.not_below_zero()


@rule("choose")
def choose_by_number(homes: Count) -> Category:
    return choose((homes, HardshipClass.DEEP), otherwise=HardshipClass.INELIGIBLE)


@rule("choose")
def choose_unlike(vehicle: Flag, rent: YearlyFen, wage: MonthlyFen) -> YearlyFen:
    return choose((vehicle, rent), otherwise=wage)


UNLIKE = [
    each for each in globals().values() if isinstance(each, Rule) and each not in (income, per_head)
]


@pytest.mark.parametrize("unlike", UNLIKE, ids=[each.name for each in UNLIKE])
def test_unlike_units_are_refused(unlike: Rule) -> None:
    with pytest.raises(UnlikeUnits):
        load_rules(INPUTS, (income, per_head, unlike))


def test_averages_are_not_added_up() -> None:
    @rule("x")
    def twice(per_head: MonthlyFenPerHead) -> MonthlyFenPerHead:
        return per_head + per_head

    with pytest.raises(FractionsNotAdded):
        load_rules(INPUTS, (income, per_head, twice))


def test_what_might_overflow_is_refused() -> None:
    @rule("x")
    def added(huge: YearlyFen) -> YearlyFen:
        return huge + huge + huge

    @rule("x")
    def scaled(huge: YearlyFen, share: Share) -> YearlyFen:
        return huge * share

    @rule("x")
    def compared(huge: YearlyFen, per_head: MonthlyFenPerHead, size: Persons) -> Flag:
        return huge.per_month() / size <= per_head

    @rule("x")
    def shared(huge: YearlyFen, rent: YearlyFen, share: Share) -> Flag:
        return huge > rent * share

    for each in (added, scaled, compared, shared):
        with pytest.raises(MayOverflow):
            load_rules(INPUTS, (income, per_head, each))


def test_a_rule_that_branches_in_python_is_refused() -> None:
    @rule("x")
    def hidden(vehicle: Flag, rent: YearlyFen) -> YearlyFen:
        return rent if vehicle else rent + rent

    with pytest.raises(TypeError, match="choose"):
        load_rules(INPUTS, (hidden,))
