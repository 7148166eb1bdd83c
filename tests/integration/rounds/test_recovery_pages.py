"""One award's page: its whole chain by links, and the money claimed back from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asking_pages import as_officer, post
from django.urls import reverse

from bangfu.audit.recording import record
from bangfu.funds.commands.answer_reversal import answer_reversal
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import ReversalOutcome
from bangfu.funds.models import Transfer
from bangfu.funds.queries.reversals import reversals_waiting
from bangfu.reporting.measures import recovered
from bangfu.reporting.measures.catalogue import total
from bangfu.reporting.measures.declared import Asked
from bangfu.rounds.commands.end_claim import book_recovered
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.models import Award, Payment, Recovery, ReturnDecision, Round
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.unions import appoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 1)
    world.officers["second"] = appoint("second", Role.APPROVER, world.unions["city"])
    return world


@pytest.fixture
def paid(world) -> Round:
    done = rounds.released(world)
    rounds.answered(world, done)
    return rounds.again(world, done)


def chain(world: payees.World, name: str, of: Round) -> str:
    with acting(operator()):
        award = Award.objects.get(round=of)
    response = as_officer(world, name).get(reverse("round_award", args=[of.pk, award.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_an_auditor_walks_from_the_award_to_everything_and_back(world, paid):
    with acting(operator()):
        award = Award.objects.select_related("household").get(round=paid)
    page = chain(world, "auditor", paid)
    for name, *parts in (
        ("file_page", award.household.file_no),
        ("case_page", award.case_id),
        ("round_page", paid.pk),
        ("fund_page", world.fund.pk),
    ):
        assert reverse(name, args=parts) in page
    for word in ("认定批准", "联席会议〔2010〕3号", "同意按标准发放", "放款", "送银行", "银行回单"):
        assert word in page
    here = reverse("round_award", args=[paid.pk, award.pk])
    auditor = as_officer(world, "auditor")
    assert here in auditor.get(reverse("round_page", args=[paid.pk])).content.decode()
    file = auditor.get(reverse("file_page", args=[award.household.file_no])).content.decode()
    assert here in file
    with acting(operator()):
        moved = list(Transfer.objects.exclude(reason="receive"))
    for one in moved:  # each line of the ledger leads back, to the round or to the one family
        line = reverse("fund_movement", args=[world.fund.pk, one.pk])
        back = reverse("round_page", args=[paid.pk]) if one.reason == "reserve" else here
        assert back in auditor.get(line).content.decode()
        assert line in (page if one.reason != "reserve" else line)
    case = auditor.get(reverse("case_page", args=[award.case_id])).content.decode()
    assert here in case
    assert "已到账" in case.partition("据此发放")[2]


def test_every_reason_stands_where_an_auditor_looks(world):
    """Of those left out, and of a round that was cancelled: on the round, the file, and the ledger."""
    payees.approve(world, payees.household(world, 9, with_card=False))
    rostered = rounds.rostered(world)
    auditor = as_officer(world, "auditor")
    file = auditor.get(reverse("file_page", args=["440981-2010-00009"])).content.decode()
    assert "未列入的批次" in file
    assert "没有银行卡号" in file
    cancelled = {"version": rostered.version, "reason": "资金另有安排"}
    post(world, "approver", "round_cancel", rostered.pk, **cancelled)
    with acting(operator()):
        back = Transfer.objects.get(reason="unreserve")
        filed = Award.objects.get(round=rostered).household.file_no
    for page in (
        reverse("round_page", args=[rostered.pk]),
        reverse("fund_movement", args=[world.fund.pk, back.pk]),
        reverse("file_page", args=[filed]),
    ):
        assert "资金另有安排" in auditor.get(page).content.decode()


def test_money_is_claimed_back_and_ends_on_the_page(world, paid):
    with acting(operator()):
        parts = (paid.pk, Award.objects.get(round=paid).pk)
    typed = {"amount": "500", "reason": "重复享受", "version": paid.version}
    refused = post(world, "approver", "round_recover", *parts, **{**typed, "amount": "5,000"})
    assert refused.status_code == 422
    assert "5,000" in refused.content.decode()
    assert post(world, "approver", "round_recover", *parts, **typed).status_code == 303
    with acting(operator()):
        key = Recovery.objects.get().pk
    assert "登记追回到账" in chain(world, "planner", paid)
    version = rounds.again(world, paid).version
    came = {"amount": "200", "reference": "进账 5", "day": "2010-10-31", "version": version}
    late = post(world, "planner", "round_claim_book", *parts, key, **{**came, "day": "2010-11-01"})
    assert late.status_code == 422
    assert post(world, "planner", "round_claim_book", *parts, key, **came).status_code == 303
    with acting(world["auditor"]):
        days = (payees.TODAY - timedelta(days=1), payees.TODAY)
        auditor = world["auditor"]
        assert [total(recovered.FEN, Asked(day), auditor) for day in days] == [0, 20_000]
    lost = {"outcome": "write_off", "amount": "300", "reason": "人已去世", "version": version + 1}
    assert post(world, "second", "round_claim_end", *parts, key, **lost).status_code == 303
    page = chain(world, "auditor", paid)
    for word in ("重复享受", "进账 5", "人已去世", "核销", "300.00"):
        assert word in page
    assert (
        "部分追回"
        in as_officer(world, "auditor").get(reverse("round_page", args=[paid.pk])).content.decode()
    )


def test_another_union_finds_no_award(world, paid):
    with acting(operator()):
        parts = [paid.pk, Award.objects.get(round=paid).pk]
    response = as_officer(world, "huazhou").get(reverse("round_award", args=parts))
    assert response.status_code == 404


def on_desk(world: payees.World, name: str) -> str:
    response = as_officer(world, name).get(reverse("figures"))
    assert response.status_code == 200
    return response.content.decode()


def test_an_open_claim_stands_on_the_desk_of_who_may_act_and_never_of_its_decider(world, paid):
    award = reverse("round_award", args=[paid.pk, the_award(paid).pk])
    assert award not in on_desk(world, "planner")
    one = recover_payment(
        round_id=paid.pk, award_id=the_award(paid).pk, amount_fen=150_000, reason="多发",
        version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    for name, kind in (("planner", "追回款到账"), ("second", "撤销追回或核销")):
        desk = on_desk(world, name)
        assert award in desk
        assert f"追回{the_award(paid).payee_name} 1,500.00 元" in desk
        assert kind in desk
    for name in ("approver", "releaser", "auditor", "huazhou"):
        assert award not in on_desk(world, name)
    book_recovered(
        round_id=paid.pk, recovery_id=one.pk, amount_fen=150_000, reference="进账 9",
        day=payees.TODAY, version=None, on=payees.TODAY, by=world["planner"],
    )  # fmt: skip
    assert award not in on_desk(world, "planner")


def the_award(of: Round) -> Award:
    with acting(operator()):
        return Award.objects.get(round=of)


def test_what_came_back_stands_on_the_approvers_desk_while_other_answers_are_due(world):
    payees.families(world, 1, start=2)
    done = rounds.released(world)
    rows = rounds.send(world, done)
    assert "处理退回和暂缓" not in on_desk(world, "approver")
    rounds.answer(world, done, answer_rows(rows, Behaviour(return_every=1))[:2])
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"returned", "sent"}
    assert "处理退回和暂缓" in on_desk(world, "approver")
    assert "处理退回和暂缓" not in on_desk(world, "planner")
    assert "读入银行回单" in on_desk(world, "releaser")


def test_a_proposed_reversal_stands_on_the_desk_of_who_may_answer(world):
    """Of an approver; neither of the proposer nor of who booked the receipt, whatever else they may do."""
    city, fund = world.unions["city"], world.fund
    receive_money(
        fund_id=fund.pk, amount_fen=500, reference="进账 7", day=payees.TODAY, key="k",
        on=payees.TODAY, by=world["planner"],
    )  # fmt: skip
    with acting(operator()):
        receipt = Transfer.objects.get(reference="进账 7").pk
    proposed = propose_reversal(
        fund_id=fund.pk, receipt_id=receipt, amount_fen=500, reason="记错", on=payees.TODAY,
        by=world["planner"],
    )  # fmt: skip
    here = reverse("fund_movement", args=[fund.pk, receipt])
    assert here in on_desk(world, "second")
    assert "红字冲正 5.00 元" in on_desk(world, "second")
    assert here not in on_desk(world, "planner")
    world.officers["both"] = appoint("planner", Role.APPROVER, city)
    assert reversals_waiting(world["both"]) == []
    answer_reversal(
        fund_id=fund.pk, reversal_id=proposed.pk, outcome=ReversalOutcome.DONE, reason="",
        on=payees.TODAY, by=world["second"],
    )  # fmt: skip
    assert here not in on_desk(world, "second")


def test_the_reason_of_a_decision_of_before_stands_in_the_log_and_on_the_awards_page(world):
    """Earlier versions kept it with the decision alone: the round's event told none."""
    back = rounds.released(world)
    rounds.answered(world, back, return_every=1)
    by, award = world["approver"], the_award(back)
    with acting(by):
        ReturnDecision.objects.create(
            household_id=award.household_id, round=back, award=award,
            payment=Payment.objects.get(round=back), outcome="restore", reason="本人已去世",
            decided_by_id=by.user_id, decided_by_name=by.name, decided_on=payees.TODAY,
        )  # fmt: skip
        told = {"award": award.pk, "outcome": "restore", "amount_fen": award.amount_fen}
        record(by, "rounds.decide_return", "round", back.pk, told)
    log = as_officer(world, "auditor").get(reverse("log_list")).content.decode()
    assert "本人已去世" in log
    assert "本人已去世" in chain(world, "auditor", back)
