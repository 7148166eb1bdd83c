"""An earmark is asked at every step that moves money on, on what the round is by then."""

from __future__ import annotations

from datetime import date

import pytest
from money_checks import balances

from bangfu.funds.rules.restrictions import Breach
from bangfu.registry.models import Household
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.errors import EarmarkBroken
from bangfu.rounds.models import Award, Payment, Round
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def planned_past_the_command(world: payees.World, **said) -> Round:
    """A plan that its fund does not allow, put in by hand: a plan can't be changed any more."""
    values = {"area_code": "440900", "amounts": payees.AMOUNTS, **said}
    with acting(operator()):
        return Round.objects.create(
            union=world.unions["city"],
            programme=world.fund.programme,
            fund=world.fund,
            title="2010 年冬季送温暖",
            day=date(2010, 11, 15),
            planned_by_id=world["planner"].officer_id,
            **values,
        )


def decide(world: payees.World, plan: Round) -> None:
    decide_round(
        round_id=plan.pk,
        version=plan.version,
        minutes_no="联席会议〔2010〕3号",
        met_on=payees.TODAY,
        decision="同意按标准发放",
        total_fen=2_000_000,
        on=payees.TODAY,
        by=world["approver"],
    )


def kinds(refused: pytest.ExceptionInfo[EarmarkBroken]) -> set[Breach]:
    return {breach for breaches in refused.value.broken.values() for breach in breaches}


@pytest.mark.parametrize(
    ("changed", "breach"),
    [
        ({"amounts": {"意外致困户": 100_000}}, Breach.CLASS),
        ({"area_code": "441000"}, Breach.PLACE),
    ],
)
def test_a_decision_reserves_nothing_outside_the_earmark(world, changed, breach):
    payees.families(world, 1)
    plan = planned_past_the_command(world, **changed)
    before = balances(world)
    with pytest.raises(EarmarkBroken) as refused:
        decide(world, plan)
    assert kinds(refused) == {breach}
    assert balances(world) == before


def test_a_roster_of_a_class_outside_the_earmark_is_not_locked(world):
    payees.approve(world, payees.household(world, 1), hardship_class="意外致困户")
    plan = planned_past_the_command(world, amounts={"意外致困户": 100_000})
    with acting(operator()):
        Round.objects.filter(pk=plan.pk).update(
            state="decided",
            minutes_no="1",
            met_on=payees.TODAY,
            decision="同意",
            decided_total_fen=100_000,
            decided_by_id=world["approver"].officer_id,
        )
    with pytest.raises(EarmarkBroken) as refused:
        build_roster(round_id=plan.pk, version=None, on=payees.TODAY, by=world["planner"])
    assert kinds(refused) == {Breach.CLASS}
    with acting(operator()):
        assert not Award.objects.filter(round=plan).exists()


def test_nothing_is_released_to_a_household_that_left_the_place(world):
    stays, leaves = payees.families(world, 2)
    round_ = rounds.rostered(world)
    before = balances(world)
    with acting(operator()):
        Household.objects.filter(pk=leaves.pk).update(area_code="441000")
    with pytest.raises(EarmarkBroken) as refused:
        rounds.release(world, round_)
    assert [use.area_code for use in refused.value.broken] == ["441000"]
    assert "441000" in str(refused.value)
    assert stays.file_no not in str(refused.value)
    assert balances(world) == before
    with acting(operator()):
        assert not Payment.objects.filter(award__round=round_).exists()
