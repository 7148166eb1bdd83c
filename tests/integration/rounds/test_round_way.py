"""A whole round, from plan to reconciled, and the steps that are refused on the way."""

from __future__ import annotations

from datetime import date

import money_world as made
import pytest
from django.db import connection

from bangfu.audit.models import Entry
from bangfu.funds.errors import FundOverdrawn
from bangfu.funds.queries import check_money as ledger
from bangfu.funds.queries.balances import balances_of
from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import (
    AlreadyDone,
    AnswerRefused,
    BadDecision,
    BadPlan,
    EmptyRoster,
    NothingToRelease,
    NotSettled,
    RosterOverDecision,
    SamePerson,
    StaleRound,
)
from bangfu.rounds.models import Award, Payment, PaymentFile, Round
from bangfu.rounds.queries import check_money
from bangfu.rounds.queries.candidates import preview_roster
from bangfu.rounds.queries.rounds import next_step, stages
from bangfu.rounds.rules.payment_table import PURPOSE
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.errors import NotPermitted

pytestmark = pytest.mark.django_db
TODAY = made.TODAY


@pytest.fixture
def world() -> made.World:
    return made.make_world()


def holds(world: made.World) -> None:
    with acting(operator()):
        assert ledger.check_money() == []
        assert check_money.check_money() == []


def balances(world: made.World):
    with acting(operator()):
        return balances_of([world.fund.pk])[world.fund.pk]


def following(world: made.World, found: Round) -> str:
    with acting(world["auditor"]):
        return next_step(made.again(world, found))


def reconcile(world: made.World, found: Round) -> Round:
    with acting(world["planner"]):
        return reconcile_round(round_id=found.pk, version=None, on=TODAY, by=world["planner"])


def settle(world: made.World, found: Round, award: Award, outcome: ReturnOutcome) -> None:
    with acting(world["approver"]):
        decide_return(
            round_id=found.pk,
            award_id=award.pk,
            outcome=outcome,
            reason="已核实",
            version=None,
            on=TODAY,
            by=world["approver"],
        )


def reasons(world: made.World, found: Round) -> dict[str, list[str]]:
    with acting(world["planner"]):
        preview = preview_roster(found, world["planner"], TODAY)
    return {one.candidate.file_no[-5:]: [str(r) for r in one.reasons] for one in preview.omitted}


def test_a_whole_round_with_returns_ends_reconciled(world):
    made.families(world, 6)
    found = made.released(world)
    assert balances(world).clearing == 1_200_000
    holds(world)
    taken = made.answered(world, found, return_every=3)
    assert (taken.paid, taken.returned) == (4, 2)
    holds(world)
    with pytest.raises(NotSettled, match="2 笔退回"):
        reconcile(world, found)
    with acting(operator()):
        first, second = Award.objects.filter(payments__state="returned").order_by("sequence")
    settle(world, found, first, ReturnOutcome.RESTORE)
    settle(world, found, second, ReturnOutcome.AGAIN)
    assert following(world, found) == "release"
    found = made.release(world, found)
    rows = made.send(world, found)
    assert len(rows) == 3
    assert rows[1][1].endswith("-2")
    made.answer(world, found, answer_rows(rows))
    assert following(world, found) == "reconcile"
    assert reconcile(world, found).state == "reconciled"
    held = balances(world)
    assert (held.paid, held.available, held.reserved) == (1_000_000, 9_000_000, 0)
    assert held.clearing == held.returned == 0
    holds(world)
    with acting(operator()):
        log = set(Entry.objects.filter(subject_kind="round").values_list("action", flat=True))
    assert {"rounds.plan", "rounds.decide", "rounds.lock_roster", "rounds.release"} <= log
    assert {"rounds.send", "rounds.take_answer", "rounds.decide_return"} <= log
    assert all(one.taken for one in stages(found, TODAY))


def test_the_payment_file_names_nothing_and_comes_again_the_same(world):
    made.families(world, 3)
    found = made.released(world)
    rows = made.send(world, found)
    assert rows[0] == ["序号", "流水号", "户名", "开户行", "账号", "金额（元）", "用途"]
    assert [row[6] for row in rows[1:-1]] == [PURPOSE] * 3
    assert rows[-1] == ["笔数", "3", "总金额", "6000.00"]
    assert "困难" not in str(rows)
    assert [row[4] for row in rows[1:-1]] == [made.card(n) for n in (1, 2, 3)]
    assert made.send(world, found) == rows
    with acting(operator()):
        assert PaymentFile.objects.count() == 1
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}
        reads = Entry.objects.filter(action="vault.read_many")
        assert [one.detail["purpose"] for one in reads] == ["payment", "payment"]


def test_nothing_is_exported_before_release(world):
    made.families(world, 1)
    found = made.rostered(world)
    with pytest.raises(StaleRound), acting(world["planner"]):
        export_payment_file(round_id=found.pk, by=world["planner"])


def test_the_same_answer_again_changes_nothing(world):
    made.families(world, 3)
    found = made.released(world)
    rows = answer_rows(made.send(world, found), Behaviour(return_every=2))
    assert made.answer(world, found, rows).new
    before = balances(world)
    assert not made.answer(world, found, rows).new
    assert balances(world) == before
    reordered = answer_rows(made.send(world, found), Behaviour(return_every=2, reorder=True))
    assert made.answer(world, found, reordered).new
    assert balances(world) == before
    holds(world)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda r: r[1].__setitem__(0, "BF999999-000001-1"), "没有这个流水号"),
        (lambda r: r[1].__setitem__(3, "2000.01"), "金额应为 2000.00"),
        (lambda r: r[2].__setitem__(0, r[1][0]), "与第 2 行重复"),
        (lambda r: r[-1].__setitem__(1, "4"), "笔数不符"),
        (lambda r: r[-1].__setitem__(3, "5999.99"), "总金额不符"),
        (lambda r: r[1].__setitem__(1, "可能"), "结果应为"),
        (lambda r: r[1].__setitem__(3, "２０００"), "金额应为数字"),
        (lambda r: r[0].__setitem__(0, "单号"), "首行应有"),
    ],
)
def test_a_bad_answer_is_refused_whole(world, spoil, said):
    made.families(world, 3)
    found = made.released(world)
    rows = answer_rows(made.send(world, found))
    spoil(rows)
    before = balances(world)
    with pytest.raises(AnswerRefused, match=said):
        made.answer(world, found, rows)
    assert balances(world) == before
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}


def test_an_answer_that_contradicts_an_earlier_one_is_refused(world):
    made.families(world, 2)
    found = made.released(world)
    rows = made.send(world, found)
    made.answer(world, found, answer_rows(rows))
    with pytest.raises(AnswerRefused, match="先前的回单是“成功”"):
        made.answer(world, found, answer_rows(rows, Behaviour(return_every=1)))
    holds(world)


def test_an_answer_that_loses_a_payment_leaves_the_round_open(world):
    made.families(world, 2)
    found = made.released(world)
    rows = made.send(world, found)
    made.answer(world, found, answer_rows(rows, Behaviour(lose=frozenset({rows[1][1]}))))
    with pytest.raises(NotSettled, match="1 笔银行还没有回单"):
        reconcile(world, found)


def test_a_card_changed_between_roster_and_release_is_held_back(world):
    one, _two = made.families(world, 2)
    found = made.rostered(world)
    made.facts(one, made.card(77), TODAY)
    found = made.release(world, found)
    assert balances(world).clearing == 200_000
    made.answered(world, found)
    with pytest.raises(NotSettled, match="1 户暂缓"):
        reconcile(world, found)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, found, award, ReturnOutcome.AGAIN)
    found = made.release(world, found)
    rows = made.send(world, found)
    assert [row[4] for row in rows[1:-1]] == [made.card(77)]
    made.answer(world, found, answer_rows(rows))
    reconcile(world, found)
    holds(world)


def test_a_card_changed_once_more_after_the_decision_is_held_back_again(world):
    (one,) = made.families(world, 1)
    found = made.released(world)
    made.answered(world, found, return_every=1)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, found, award, ReturnOutcome.AGAIN)
    made.facts(one, made.card(78), TODAY)
    with pytest.raises(NothingToRelease):
        made.release(world, found)


def test_held_back_money_can_be_given_back(world):
    one, _two = made.families(world, 2)
    found = made.rostered(world)
    made.facts(one, "", TODAY)
    found = made.release(world, found)
    made.answered(world, found)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, found, award, ReturnOutcome.RESTORE)
    reconcile(world, found)
    held = balances(world)
    assert (held.paid, held.reserved) == (200_000, 0)
    holds(world)


def test_everyone_left_out_is_listed_with_every_reason(world):
    made.families(world, 1, start=1)
    made.families(world, 1, start=2, with_card=False, with_identity=False)
    made.families(world, 1, start=3, person=1)
    (changed,) = made.families(world, 1, start=4)
    made.facts(changed, made.card(4), TODAY)
    (other_class,) = (made.household(world, 5),)
    made.approve(world, other_class, hardship_class="意外致困户")
    found = made.planned(world)
    assert reasons(world, found) == {
        "00002": ["没有银行卡号", "没有身份证号"],
        "00003": ["同一人已在本花名册"],
        "00004": ["批准后情况有变，待重算"],
        "00005": ["本批没有该类别的标准"],
    }
    locked = made.rostered(world)
    with acting(operator()):
        assert locked.left_out.count() == 4


def test_an_open_objection_leaves_out(world):
    (one,) = made.families(world, 1)
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "insert into casework_objection (household_id, case_id, received_on, received_by_id,"
            " text, outcome, answer, system) select household_id, id, '2010-10-26', 1, 'x', '', '',"
            " '' from casework_case where household_id = %s",
            [one.pk],
        )
    assert reasons(world, made.planned(world)) == {"00001": ["异议尚未答复"]}


def test_nobody_twice_in_a_season_across_counties(world):
    made.families(world, 1, start=1)
    made.families(world, 1, start=2, union="huazhou", person=1)
    made.rostered(world, area_code="440981")
    second = made.planned(world, area_code="440982")
    assert reasons(world, second) == {"00002": ["本季已在其他批次"]}


def test_a_cancelled_round_frees_its_people_and_its_money(world):
    made.families(world, 1)
    found = made.rostered(world)
    with acting(world["approver"]):
        cancel_round(round_id=found.pk, version=None, reason="重复", on=TODAY, by=world["approver"])
    assert balances(world).reserved == 0
    assert reasons(world, made.planned(world)) == {}
    holds(world)


@pytest.mark.parametrize("reason", ["", " \u3000", "\u200b", "\ufeff\n"])
def test_a_round_is_cancelled_for_a_reason_that_shows(world, reason):
    found = made.planned(world)
    with acting(world["approver"]), pytest.raises(BadDecision):
        cancel_round(round_id=found.pk, version=None, reason=reason, on=TODAY, by=world["approver"])


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_ceiling_per_time_one_fen_either_side(world, more, refused):
    amounts = {"低保户": 300_000 + more}
    if refused:
        with pytest.raises(BadPlan, match="超过每人每次上限"):
            made.planned(world, amounts=amounts)
    else:
        assert made.planned(world, amounts=amounts).amounts == amounts


@pytest.mark.parametrize(("amount", "expected"), [(300_000, set()), (300_001, {"00001"})])
def test_ceiling_per_year_one_fen_either_side(world, amount, expected):
    """January's season is another one, the calendar year is the same: 3,000 + 3,000 = 6,000."""
    made.families(world, 1)
    made.released(world, day=date(2010, 1, 15), amounts={"低保户": 300_000})
    with acting(operator()):
        ProgrammeParameter.objects.create(
            programme=world.fund.programme,
            place="440981",
            name=Parameter.PER_TIME,
            value=400_000,
            valid_from=date(2010, 10, 1),
            source="测试",
        )
    found = made.planned(world, area_code="440981", amounts={"低保户": amount})
    assert set(reasons(world, found)) == expected


def test_a_ceiling_of_the_county_wins_over_the_citys(world):
    made.families(world, 1)
    found = made.planned(world)
    with acting(operator()):
        ProgrammeParameter.objects.create(
            programme=world.fund.programme,
            place="440981",
            name=Parameter.PER_TIME,
            value=199_999,
            valid_from=date(2010, 10, 1),
            source="测试",
        )
    assert reasons(world, found) == {"00001": ["超过每人每次上限"]}


def test_a_roster_beyond_the_decision_is_refused(world):
    made.families(world, 2)
    found = made.decided(world, total=399_999)
    with pytest.raises(RosterOverDecision), acting(world["planner"]):
        build_roster(round_id=found.pk, version=None, on=TODAY, by=world["planner"])
    with acting(operator()):
        assert Award.objects.count() == 0


def test_an_empty_roster_is_refused(world):
    found = made.decided(world)
    with pytest.raises(EmptyRoster), acting(world["planner"]):
        build_roster(round_id=found.pk, version=None, on=TODAY, by=world["planner"])


def test_no_more_is_decided_than_the_fund_holds(world):
    with pytest.raises(FundOverdrawn):
        made.decided(world, total=10_000_001)
    assert made.decided(world, total=10_000_000).state == "decided"


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
        made.planned(world, **more)


def test_a_second_click_is_known_and_a_stale_page_refused(world):
    found = made.planned(world)
    values = {
        "round_id": found.pk,
        "version": found.version,
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
        build_roster(round_id=found.pk, version=found.version, on=TODAY, by=world["planner"])
    assert balances(world).reserved == 100


def test_officers_elsewhere_get_nothing(world):
    made.families(world, 1)
    found = made.released(world)
    stranger = world["huazhou"]
    with acting(stranger):
        assert list(Round.objects.all()) == list(Award.objects.all()) == []
        assert list(Payment.objects.all()) == list(PaymentFile.objects.all()) == []
        with pytest.raises(Round.DoesNotExist):
            export_payment_file(round_id=found.pk, by=stranger)
    with acting(world["gaozhou"]):
        assert Award.objects.count() == 1
        with pytest.raises(Round.DoesNotExist):
            export_payment_file(round_id=found.pk, by=world["gaozhou"])


def test_roles_are_asked_for_at_each_step(world):
    found = made.planned(world)
    for name in ("planner", "releaser", "auditor"):
        with pytest.raises(NotPermitted), acting(world[name]):
            decide_round(
                round_id=found.pk,
                version=None,
                minutes_no="1",
                met_on=TODAY,
                decision="x",
                total_fen=1,
                on=TODAY,
                by=world[name],
            )
    with pytest.raises(NotPermitted), acting(world["approver"]):
        release_round(round_id=found.pk, version=None, on=TODAY, by=world["approver"])
    with pytest.raises(NotPermitted), acting(operator()):
        plan_round(
            fund_id=world.fund.pk,
            title="x",
            day=TODAY,
            area_code="440900",
            amounts=made.AMOUNTS,
            on=TODAY,
            by=operator(),
        )


def as_role(actor: Actor, role: str) -> Actor:
    """The same person in another appointment."""
    return Actor(actor.user_id, actor.name, role, actor.union_id, actor.scope)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", ["decide", "release by planner", "release by decider", "return"])
def test_no_two_steps_by_one_person(world, step):
    made.families(world, 1)
    if step == "decide":
        found, by = made.planned(world), as_role(world["planner"], "approver")
        with pytest.raises(SamePerson), acting(by):
            decide_round(
                round_id=found.pk,
                version=None,
                minutes_no="1",
                met_on=TODAY,
                decision="x",
                total_fen=1,
                on=TODAY,
                by=by,
            )
    elif step == "return":
        found = made.released(world)
        made.answered(world, found, return_every=1)
        by = as_role(world["planner"], "approver")
        with acting(by):
            award = Award.objects.get()
            with pytest.raises(SamePerson):
                decide_return(
                    round_id=found.pk,
                    award_id=award.pk,
                    outcome=ReturnOutcome.RESTORE,
                    reason="x",
                    version=None,
                    on=TODAY,
                    by=by,
                )
    else:
        found = made.rostered(world)
        by = as_role(world["planner" if "planner" in step else "approver"], "releaser")
        with pytest.raises(SamePerson), acting(by):
            release_round(round_id=found.pk, version=None, on=TODAY, by=by)
