"""An earmark is asked at every step that moves money on, on what the round is by then."""

from __future__ import annotations

from datetime import date

import pytest
from money_checks import balances, holds

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.eligibility.models import Mark
from bangfu.funds.rules.restrictions import Breach
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.models import Household
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.release_round import Released, release_round
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import EarmarkBroken, NothingToRelease, NotSettled
from bangfu.rounds.models import Award, Payment, Round
from bangfu.rounds.queries.due import due_awards, held_back
from bangfu.rounds.queries.roster import unpaid
from bangfu.rounds.queries.rounds import next_step
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, people, rounds
from makers.funds import give, make_fund, reserve
from makers.unions import appoint

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
            day=payees.TODAY,
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
        reserve(world.fund, plan.pk, 100_000)
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


def moved(world: payees.World, filed: Household, area_code: str) -> None:
    """The file says so from today: a real change, by the one writer of facts; decided anew since."""
    record_household_version(
        file_no=filed.file_no,
        held_from=payees.TODAY,
        changes={
            "name": filed.head_name,
            "opened_on": filed.opened_on,
            "area_code": area_code,
        },
        on=payees.TODAY,
        by=appoint(f"reviewer{User.objects.count()}", Role.REVIEWER, world.unions["gaozhou"]),
    )
    with acting(operator()):
        Mark.objects.filter(household_id=filed.pk).delete()


def settle(world: payees.World, round_: Round, filed: Household, outcome: ReturnOutcome) -> None:
    with acting(operator()):
        award = Award.objects.get(round=round_, household=filed)
    decide_return(
        round_id=round_.pk,
        award_id=award.pk,
        outcome=outcome,
        reason="已核实",
        version=None,
        on=payees.TODAY,
        by=world["approver"],
    )


def release(world: payees.World, round_: Round) -> Released:
    return release_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["releaser"])


def following(world: payees.World, round_: Round) -> str:
    with acting(world["auditor"]):
        return next_step(rounds.again(world, round_), payees.TODAY)


def told_on_the_page(world: payees.World, round_: Round) -> list[tuple[str, str]]:
    """Name and reason of everybody who waits for a decision."""
    with acting(world["approver"]):
        seen = rounds.again(world, round_)
        waiting = unpaid(seen, world["approver"], payees.TODAY)
        return [(one.award.payee_name, one.why) for one in waiting]


def assert_asked_alike(round_: Round, wanted: dict[int, str]) -> None:
    """Of all awards at once, of each alone, and of none."""
    with acting(operator()):
        awards = dict(Award.objects.filter(round=round_).values_list("household", "id"))
        told = {awards[household]: why for household, why in wanted.items()}
        assert held_back(round_, payees.TODAY) == told
        for award in awards.values():
            alone = {award: told[award]} if award in told else {}
            assert held_back(round_, payees.TODAY, [award]) == alone
            assert [one.award_id for one in due_awards(round_, payees.TODAY, [award])] == [award]
        assert due_awards(round_, payees.TODAY, []) == []


def all_returned_and_decided_again(world: payees.World, filed: list[Household]) -> Round:
    """Sent, refused by the bank, and to be paid once more."""
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    for household in filed:
        settle(world, round_, household, ReturnOutcome.AGAIN)
    return rounds.again(world, round_)


def test_who_left_the_place_is_held_back_by_name_and_the_others_are_paid(world):
    stays, leaves = payees.families(world, 2)
    round_ = rounds.rostered(world)
    moved(world, leaves, "441000")
    released = release(world, round_)
    assert (released.count, released.total_fen) == (1, 200_000)
    assert released.held_back == [(leaves.file_no, str(Breach.PLACE))]
    assert balances(world).clearing == 200_000
    with acting(operator()):
        paid = Payment.objects.filter(award__round=round_)
        assert [payment.household_id for payment in paid] == [stays.pk]
        entry = Entry.objects.get(action="rounds.release")
    assert entry.detail["held_back"] == 1
    assert told_on_the_page(world, round_) == [("样例2", f"{Breach.PLACE}，放款时暂缓")]
    holds()


def test_a_second_release_pays_all_but_the_family_that_moved(world):
    filed = payees.families(world, 3)
    round_ = all_returned_and_decided_again(world, filed)
    assert following(world, round_) == "release"
    moved(world, filed[1], "441000")
    assert following(world, round_) == "release"
    assert_asked_alike(round_, {filed[1].pk: str(Breach.PLACE)})
    released = release(world, round_)
    assert released.count == 2
    assert released.held_back == [(filed[1].file_no, str(Breach.PLACE))]
    assert (balances(world).clearing, balances(world).reserved) == (400_000, 1_600_000)
    holds()
    rounds.answered(world, round_)
    assert following(world, round_) == "return"
    with pytest.raises(NotSettled, match="1 户暂缓"):
        reconcile_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["planner"])
    settle(world, round_, filed[1], ReturnOutcome.RESTORE)
    assert following(world, round_) == "reconcile"
    reconcile_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["planner"])
    held = balances(world)
    assert (held.paid, held.reserved, held.clearing, held.returned) == (400_000, 0, 0, 0)
    assert held.available == 10_000_000 - 400_000
    holds()


def test_a_family_that_moved_back_is_paid_by_the_next_release(world):
    filed = payees.families(world, 1)
    round_ = all_returned_and_decided_again(world, filed)
    before = balances(world)
    moved(world, filed[0], "441000")
    assert following(world, round_) == "return"
    with pytest.raises(NothingToRelease) as refused:
        release(world, round_)
    assert refused.value.held_back == [(filed[0].file_no, str(Breach.PLACE))]
    assert f"{filed[0].file_no}（{Breach.PLACE}）" in str(refused.value)
    assert balances(world) == before
    assert rounds.again(world, round_).state == "sent"
    moved(world, filed[0], "440981")
    assert following(world, round_) == "release"
    assert release(world, round_).count == 1
    holds()


def test_a_family_that_moved_to_another_county_leaves_the_fund_of_its_old_one(world):
    """A move between unions, under the eyes of the city that pays: rows move along."""
    with acting(operator()):
        programme = world.fund.programme
        fund = make_fund(
            world.unions["city"], programme, name="高州专项", area_code="440981",
            classes=list(payees.AMOUNTS), opened_on=date(2010, 1, 1),
        )  # fmt: skip
        give(fund, 1_000_000)
    _stays, leaves = payees.families(world, 2)
    round_ = rounds.rostered(world, fund_id=fund.pk, area_code="440981", total=1_000_000)
    with acting(operator()):
        Household.objects.filter(pk=leaves.pk).update(
            union=world.unions["huazhou"], area_code="440982"
        )
    released = release(world, round_)
    assert (released.count, [held.file_no for held in released.held_back]) == (1, [leaves.file_no])
    settle(world, round_, leaves, ReturnOutcome.RESTORE)
    rounds.answered(world, round_)
    reconcile_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["planner"])
    holds()


def test_both_reasons_are_told(world):
    (one,) = payees.families(world, 1)
    round_ = rounds.rostered(world)
    moved(world, one, "441000")
    payees.facts(one, people.card(77), payees.TODAY)
    with pytest.raises(NothingToRelease) as refused:
        release(world, round_)
    (held,) = refused.value.held_back
    assert held.why == f"卡号与批准时不同、{Breach.PLACE}"
    assert rounds.again(world, round_).state == "rostered"
