"""Steps of a round that are refused: beyond the money, the earmark, the role or the jurisdiction."""

from __future__ import annotations

from datetime import date

import pytest
from money_checks import balances

from bangfu.funds.errors import FundOverdrawn
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import (
    AlreadyDone,
    BadPlan,
    EmptyRoster,
    RosterOverDecision,
    SamePerson,
    StaleRound,
)
from bangfu.rounds.models import Award, Payment, PaymentFile, Round
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers import payees, rounds
from makers.unions import as_role

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def test_a_roster_beyond_the_decision_is_refused(world):
    payees.families(world, 2)
    round_ = rounds.decided(world, total=399_999)
    with pytest.raises(RosterOverDecision), acting(world["planner"]):
        build_roster(round_id=round_.pk, version=None, on=TODAY, by=world["planner"])
    with acting(operator()):
        assert Award.objects.count() == 0


def test_an_empty_roster_is_refused(world):
    round_ = rounds.decided(world)
    with pytest.raises(EmptyRoster), acting(world["planner"]):
        build_roster(round_id=round_.pk, version=None, on=TODAY, by=world["planner"])


def test_no_more_is_decided_than_the_fund_holds(world):
    with pytest.raises(FundOverdrawn):
        rounds.decided(world, total=10_000_001)
    assert rounds.decided(world, total=10_000_000).state == "decided"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"area_code": "441000"}, "不在资金的使用范围"),
        ({"area_code": "440000"}, "不在资金的使用范围"),
        ({"amounts": {"意外致困户": 1}}, "不含意外致困户"),
        ({"amounts": {}}, "大于零"),
        ({"amounts": {"低保户": 0}}, "大于零"),
        ({"title": " "}, "没有名称"),
        ({"day": date(2009, 1, 1)}, "早于资金设立日"),
    ],
)
def test_a_plan_outside_the_earmark_is_refused(world, more, said):
    with pytest.raises(BadPlan, match=said):
        rounds.planned(world, **more)


def test_a_second_click_is_known_and_a_stale_page_refused(world):
    round_ = rounds.planned(world)
    values = {
        "round_id": round_.pk,
        "version": round_.version,
        "minutes_no": "1",
        "met_on": TODAY,
        "decision": "同意",
        "total_fen": 100,
        "on": TODAY,
        "by": world["approver"],
    }
    with acting(world["approver"]):
        decide_round(**values)
        with pytest.raises(AlreadyDone):
            decide_round(**values)
    with pytest.raises(StaleRound), acting(world["planner"]):
        build_roster(round_id=round_.pk, version=round_.version, on=TODAY, by=world["planner"])
    assert balances(world).reserved == 100


def test_officers_elsewhere_get_nothing(world):
    payees.families(world, 1)
    round_ = rounds.released(world)
    stranger = world["huazhou"]
    with acting(stranger):
        assert list(Round.objects.all()) == list(Award.objects.all()) == []
        assert list(Payment.objects.all()) == list(PaymentFile.objects.all()) == []
        with pytest.raises(Round.DoesNotExist):
            export_payment_file(round_id=round_.pk, on=TODAY, by=stranger)
    with acting(world["gaozhou"]):
        assert Award.objects.count() == 1
        with pytest.raises(Round.DoesNotExist):
            export_payment_file(round_id=round_.pk, on=TODAY, by=world["gaozhou"])


def test_roles_are_asked_for_at_each_step(world):
    round_ = rounds.planned(world)
    for name in ("planner", "releaser", "auditor"):
        with pytest.raises(NotPermitted), acting(world[name]):
            decide_round(
                round_id=round_.pk,
                version=None,
                minutes_no="1",
                met_on=TODAY,
                decision="x",
                total_fen=1,
                on=TODAY,
                by=world[name],
            )
    with pytest.raises(NotPermitted), acting(world["approver"]):
        release_round(round_id=round_.pk, version=None, on=TODAY, by=world["approver"])
    with pytest.raises(NotPermitted), acting(operator()):
        plan_round(
            fund_id=world.fund.pk,
            title="x",
            day=TODAY,
            area_code="440900",
            amounts=payees.AMOUNTS,
            on=TODAY,
            by=operator(),
        )


@pytest.mark.parametrize("step", ["decide", "release by planner", "release by decider", "return"])
def test_no_two_steps_by_one_person(world, step):
    payees.families(world, 1)
    if step == "decide":
        round_, by = rounds.planned(world), as_role(world["planner"], Role.APPROVER)
        with pytest.raises(SamePerson), acting(by):
            decide_round(
                round_id=round_.pk,
                version=None,
                minutes_no="1",
                met_on=TODAY,
                decision="x",
                total_fen=1,
                on=TODAY,
                by=by,
            )
    elif step == "return":
        round_ = rounds.released(world)
        rounds.answered(world, round_, return_every=1)
        by = as_role(world["planner"], Role.APPROVER)
        with acting(by):
            award = Award.objects.get()
            with pytest.raises(SamePerson):
                decide_return(
                    round_id=round_.pk,
                    award_id=award.pk,
                    outcome=ReturnOutcome.RESTORE,
                    reason="x",
                    version=None,
                    on=TODAY,
                    by=by,
                )
    else:
        round_ = rounds.rostered(world)
        by = as_role(world["planner" if "planner" in step else "approver"], Role.RELEASER)
        with pytest.raises(SamePerson), acting(by):
            release_round(round_id=round_.pk, version=None, on=TODAY, by=by)


def test_who_decides_to_pay_again_does_not_release_it(world):
    """Neither way round; others may."""
    payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    with acting(operator()):
        award = Award.objects.get()
    again = {"award_id": award.pk, "outcome": ReturnOutcome.AGAIN, "reason": "x"}
    step = {"round_id": round_.pk, "version": None, "on": TODAY}
    with pytest.raises(SamePerson):
        decide_return(**step, **again, by=as_role(world["releaser"], Role.APPROVER))
    another = as_role(world["auditor"], Role.APPROVER)
    decide_return(**step, **again, by=another)
    with pytest.raises(SamePerson):
        release_round(**step, by=as_role(another, Role.RELEASER))
    with acting(operator()):
        assert Payment.objects.filter(state="released").count() == 0
    release_round(**step, by=world["releaser"])
    with acting(operator()):
        assert Payment.objects.filter(state="released").count() == 1
