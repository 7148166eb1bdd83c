"""A whole round from plan to reconciled: payment file, bank answer, returns, changed cards."""

from __future__ import annotations

import pytest
from money_checks import balances, holds

from bangfu.audit.models import Entry
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import NothingToRelease, NotSettled, StaleRound
from bangfu.rounds.models import Award, Payment, PaymentFile, Round
from bangfu.rounds.queries.rounds import next_step, stages
from bangfu.rounds.rules.payment_table import PURPOSE
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, people, rounds

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def following(world: payees.World, round_: Round) -> str:
    with acting(world["auditor"]):
        return next_step(rounds.again(world, round_), TODAY)


def reconcile(world: payees.World, round_: Round) -> Round:
    with acting(world["planner"]):
        return reconcile_round(round_id=round_.pk, version=None, on=TODAY, by=world["planner"])


def settle(world: payees.World, round_: Round, award: Award, outcome: ReturnOutcome) -> None:
    with acting(world["approver"]):
        decide_return(
            round_id=round_.pk,
            award_id=award.pk,
            outcome=outcome,
            reason="已核实",
            version=None,
            on=TODAY,
            by=world["approver"],
        )


#: Duty, the state before and after; a return is decided twice, the second time to pay again.
THE_WHOLE_WAY = [
    ("rounds.plan", "", "planned"),
    ("rounds.decide", "planned", "decided"),
    ("rounds.lock_roster", "decided", "rostered"),
    ("rounds.release", "rostered", "released"),
    ("rounds.send", "released", "sent"),
    ("rounds.take_answer", "sent", "sent"),
    ("rounds.decide_return", "sent", "sent"),
    ("rounds.decide_return", "sent", "sent"),
    ("rounds.release", "sent", "released"),
    ("rounds.send", "released", "sent"),
    ("rounds.take_answer", "sent", "sent"),
    ("rounds.reconcile", "sent", "reconciled"),
]


def test_a_whole_round_with_returns_ends_reconciled(world):
    payees.families(world, 6)
    round_ = rounds.released(world)
    assert balances(world).clearing == 1_200_000
    holds()
    taken = rounds.answered(world, round_, return_every=3)
    assert (taken.paid, taken.returned) == (4, 2)
    holds()
    with pytest.raises(NotSettled, match="2 笔退回"):
        reconcile(world, round_)
    with acting(operator()):
        first, second = Award.objects.filter(payments__state="returned").order_by("sequence")
    settle(world, round_, first, ReturnOutcome.RESTORE)
    settle(world, round_, second, ReturnOutcome.AGAIN)
    assert following(world, round_) == "release"
    round_ = rounds.release(world, round_)
    rows = rounds.send(world, round_)
    assert len(rows) == 3
    assert rows[1][1].endswith("-2")
    rounds.answer(world, round_, answer_rows(rows))
    assert following(world, round_) == "reconcile"
    assert reconcile(world, round_).state == "reconciled"
    held = balances(world)
    assert (held.paid, held.available, held.reserved) == (1_000_000, 9_000_000, 0)
    assert held.clearing == held.returned == 0
    holds()
    with acting(operator()):
        told = Entry.objects.filter(subject_kind__in=["round", "award"])
        log = set(told.values_list("subject_kind", "action"))
        assert all(one.taken for one in stages(round_, ""))
        events = round_.events.order_by("id").values_list("duty", "from_state", "to_state")
        assert list(events) == THE_WHOLE_WAY
    acts = {duty for duty, _before, _after in THE_WHOLE_WAY} - {"rounds.decide_return"}
    assert {("round", act) for act in acts} | {("award", "rounds.decide_return")} <= log


def test_the_payment_file_names_nothing_and_comes_again_the_same(world):
    payees.families(world, 3)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    assert rows[0] == ["序号", "流水号", "户名", "开户行", "账号", "金额（元）", "用途"]
    assert [row[6] for row in rows[1:-1]] == [PURPOSE] * 3
    assert rows[-1] == ["笔数", "3", "总金额", "6000.00"]
    assert "困难" not in str(rows)
    assert [row[4] for row in rows[1:-1]] == [people.card(n) for n in (1, 2, 3)]
    assert rounds.send(world, round_) == rows
    with acting(operator()):
        assert PaymentFile.objects.count() == 1
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}
        reads = Entry.objects.filter(action="vault.read_many")
        assert [one.detail["purpose"] for one in reads] == ["payment", "payment"]


def test_nothing_is_exported_before_release(world):
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    with pytest.raises(StaleRound), acting(world["releaser"]):
        export_payment_file(round_id=round_.pk, on=TODAY, by=world["releaser"])


def test_the_same_answer_again_changes_nothing(world):
    payees.families(world, 3)
    round_ = rounds.released(world)
    rows = answer_rows(rounds.send(world, round_), Behaviour(return_every=2))
    assert rounds.answer(world, round_, rows).new
    before = balances(world)
    assert not rounds.answer(world, round_, rows).new
    assert balances(world) == before
    reordered = answer_rows(rounds.send(world, round_), Behaviour(return_every=2, reorder=True))
    assert rounds.answer(world, round_, reordered).new
    assert balances(world) == before
    holds()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda r: r[1].__setitem__(0, "BF999999-000001-1"), "没有这个流水号"),
        (lambda r: r[1].__setitem__(3, "2000.01"), "金额应为 2000.00"),
        (lambda r: r[2].__setitem__(0, r[1][0]), "与第 2 行重复"),
        (lambda r: r[-1].__setitem__(1, "4"), "笔数不符"),
        (lambda r: r[-1].__setitem__(3, "5999.99"), "总金额不符"),
        (lambda r: r[1].__setitem__(3, "两千"), "金额应为数字"),
    ],
)
def test_a_bad_answer_is_refused_whole(world, spoil, said):
    payees.families(world, 3)
    round_ = rounds.released(world)
    rows = answer_rows(rounds.send(world, round_))
    spoil(rows)
    before = balances(world)
    with pytest.raises(AnswerRefused, match=said):
        rounds.answer(world, round_, rows)
    assert balances(world) == before
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}


def test_an_answer_that_contradicts_an_earlier_one_is_refused(world):
    payees.families(world, 2)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(rows))
    with pytest.raises(AnswerRefused, match="先前的回单是“成功”"):
        rounds.answer(world, round_, answer_rows(rows, Behaviour(return_every=1)))
    holds()


def test_an_answer_that_loses_a_payment_leaves_the_round_open(world):
    payees.families(world, 2)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(rows, Behaviour(lose=frozenset({rows[1][1]}))))
    with pytest.raises(NotSettled, match="1 笔银行还没有回单"):
        reconcile(world, round_)


def test_a_card_changed_between_roster_and_release_is_held_back(world):
    one, _two = payees.families(world, 2)
    round_ = rounds.rostered(world)
    payees.facts(one, people.card(77), TODAY)
    round_ = rounds.release(world, round_)
    assert balances(world).clearing == 200_000
    rounds.answered(world, round_)
    with pytest.raises(NotSettled, match="1 户暂缓"):
        reconcile(world, round_)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, round_, award, ReturnOutcome.AGAIN)
    round_ = rounds.release(world, round_)
    rows = rounds.send(world, round_)
    assert [row[4] for row in rows[1:-1]] == [people.card(77)]
    rounds.answer(world, round_, answer_rows(rows))
    reconcile(world, round_)
    holds()


def test_a_card_changed_once_more_after_the_decision_is_held_back_again(world):
    (one,) = payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, round_, award, ReturnOutcome.AGAIN)
    payees.facts(one, people.card(78), TODAY)
    with pytest.raises(NothingToRelease):
        rounds.release(world, round_)


def test_held_back_money_can_be_given_back(world):
    one, _two = payees.families(world, 2)
    round_ = rounds.rostered(world)
    payees.facts(one, "", TODAY)
    round_ = rounds.release(world, round_)
    rounds.answered(world, round_)
    with acting(operator()):
        award = Award.objects.get(household=one)
    settle(world, round_, award, ReturnOutcome.RESTORE)
    reconcile(world, round_)
    held = balances(world)
    assert (held.paid, held.reserved) == (200_000, 0)
    holds()
