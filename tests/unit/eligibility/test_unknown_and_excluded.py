"""An unknown is never a no, and a known exclusion decides whatever else is unknown."""

import pytest
from household_cases import (
    REGIME_2016,
    REGIME_2021,
    STANDARD_2010,
    decide,
    family,
    line,
    members,
)

from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.rules.facts import AdoptedRules

INELIGIBLE, UNRESOLVED = HardshipClass.INELIGIBLE, HardshipClass.UNRESOLVED
REGIMES = pytest.mark.parametrize("adopted", [REGIME_2016, REGIME_2021], ids=["2016", "2021"])
NEEDED = {
    "own_income_fen": "本人月平均收入",
    "other_income_fen": "家庭非薪资年收入",
    "size": "家庭人口",
    "homes": "住房套数",
    "vehicle": "机动车",
}


@REGIMES
@pytest.mark.parametrize(("fact", "title"), NEEDED.items(), ids=NEEDED)
def test_a_missing_fact_is_named_and_no_verdict_given(
    adopted: AdoptedRules, fact: str, title: str
) -> None:
    result = decide(family(**{fact: None}), adopted)
    assert result.category is UNRESOLVED
    assert result.missing == (title,)


@REGIMES
def test_everything_missing_is_named_in_the_order_of_the_form(adopted: AdoptedRules) -> None:
    nothing = dict.fromkeys(NEEDED)
    facts = family(**nothing, members=members(5, None, 7, None), missing_members=(5, 12))
    assert decide(facts, adopted, None).missing == (
        "本人月平均收入", "成员2月收入", "成员4月收入", "成员5月收入", "成员12月收入",
        "家庭非薪资年收入", "家庭人口", "住房套数", "机动车", "城市低保标准",
    )  # fmt: skip


@REGIMES
def test_an_explicit_nothing_is_known(adopted: AdoptedRules) -> None:
    result = decide(family(0, homes=0, vehicle=False, members=members(0)), adopted)
    assert result.missing == ()
    assert result.category in {HardshipClass.DIBAO, HardshipClass.DEEP}


@pytest.mark.parametrize(("homes", "out"), [(0, False), (1, False), (2, True), (3, True)])
def test_two_homes_exclude(homes: int, out: bool) -> None:
    result = decide(family(homes=homes))
    assert result.category is (INELIGIBLE if out else HardshipClass.DIBAO)
    assert result.excluded == (("住房套数",) if out else ())


def test_a_motor_vehicle_excludes() -> None:
    result = decide(family(vehicle=True))
    assert result.category is INELIGIBLE
    assert result.excluded == ("机动车",)


def test_two_exclusions_are_both_named() -> None:
    assert decide(family(homes=2, vehicle=True)).excluded == ("住房套数", "机动车")


@REGIMES
@pytest.mark.parametrize("unknown", [name for name in NEEDED if name != "vehicle"])
def test_a_vehicle_decides_at_once_whatever_is_missing(adopted: AdoptedRules, unknown: str) -> None:
    result = decide(family(vehicle=True, **{unknown: None}), adopted)
    assert (result.category, result.excluded, result.missing) == (INELIGIBLE, ("机动车",), ())


@pytest.mark.parametrize("adopted", [REGIME_2016, REGIME_2021, None], ids=["2016", "2021", "none"])
@pytest.mark.parametrize("standard", [STANDARD_2010, None], ids=["L", "no L"])
def test_an_exclusion_needs_neither_standard_nor_rule_set(
    adopted: AdoptedRules | None, standard: object
) -> None:
    facts = family(homes=2, vehicle=None, own_income_fen=None, members=members(None))
    result = decide(facts, adopted, standard)  # type: ignore[arg-type]
    assert (result.category, result.excluded, result.missing) == (INELIGIBLE, ("住房套数",), ())


@pytest.mark.parametrize(
    ("standard", "adopted", "missing"),
    [
        (None, REGIME_2016, ("城市低保标准",)),
        (STANDARD_2010, None, ("认定规则",)),
        (None, None, ("城市低保标准", "认定规则")),
    ],
)
def test_without_standard_or_rule_set_the_household_waits(
    standard: object, adopted: AdoptedRules | None, missing: tuple[str, ...]
) -> None:
    result = decide(family(100), adopted, standard)  # type: ignore[arg-type]
    assert (result.category, result.missing) == (UNRESOLVED, missing)
    assert result.income_fen == 100


def test_a_rejected_member_leaves_the_income_unknown() -> None:
    result = decide(family(members=members(3), missing_members=(2,)))
    assert (result.category, result.missing, result.income_fen) == (
        UNRESOLVED,
        ("成员2月收入",),
        None,
    )


def test_a_rejected_member_between_two_others_keeps_the_files_order() -> None:
    first, third = members(None, 0, None)[::2]
    result = decide(family(members=(first, third), missing_members=(2,)))
    assert result.missing == ("成员1月收入", "成员2月收入", "成员3月收入")


@REGIMES
def test_persons_whom_the_size_counts_and_nobody_brought_have_unknown_incomes(
    adopted: AdoptedRules,
) -> None:
    """Two of three member rows were lost: at 105 a head instead of 1,355 it was 低保户."""
    result = decide(family(0, 4, members=members(60_00)), adopted)
    assert (result.category, result.size, result.income_fen) == (UNRESOLVED, 4, None)
    assert result.missing == ("成员2月收入", "成员3月收入")


def test_the_absent_take_the_first_free_rows() -> None:
    first, _, third = members(1, 2, 3)
    assert decide(family(0, 4, members=(first, third))).missing == ("成员2月收入",)
    facts = family(0, 6, members=(first,), missing_members=(3,))
    assert decide(facts).missing == tuple(f"成员{place}月收入" for place in (2, 3, 4, 5))


@REGIMES
@pytest.mark.parametrize(("size", "rows"), [(1, 1), (2, 3), (40, 2)])
def test_a_size_that_contradicts_the_rows_is_not_known(
    adopted: AdoptedRules, size: int, rows: int
) -> None:
    result = decide(family(0, size, members=members(*[0] * rows)), adopted)
    assert (result.category, result.missing, result.size) == (UNRESOLVED, ("家庭人口",), None)


@REGIMES
def test_an_exclusion_stands_whoever_is_absent(adopted: AdoptedRules) -> None:
    result = decide(family(0, 4, vehicle=True, members=members(0)), adopted)
    assert (result.category, result.excluded, result.missing) == (INELIGIBLE, ("机动车",), ())


def test_amounts_that_can_be_worked_out_are_given_even_so() -> None:
    facts = family(line(2), 2, homes=None, medical_fen=40, loss_fen=9)
    result = decide(facts)
    assert (result.income_fen, result.essential_fen, result.size) == (line(2), 49, 2)
    out = decide(family(line(2), 2, homes=4, medical_fen=40), REGIME_2021)
    assert (out.income_fen, out.essential_fen) == (line(2), 40)
    assert decide(family(1), None).essential_fen is None
