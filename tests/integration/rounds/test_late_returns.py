"""What arrived is sent back by the bank days later: claimed back and recovered at once, and decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from money_checks import balances, holds

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.funds.models import Transfer
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import NotSettled, StaleRound
from bangfu.rounds.models import Award, Payment, Round, RoundEvent
from bangfu.rounds.queries.roster import unpaid
from bangfu.rounds.queries.rounds import next_step, open_acts, stages
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = pytest.mark.django_db

LATER = payees.TODAY + timedelta(days=4)
SETTLED = {"decided": 2_000_000}


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 3)
    return world


def reconcile(world: payees.World, round_: Round) -> Round:
    reconcile_round(round_id=round_.pk, version=None, on=LATER, by=world["planner"])
    return rounds.again(world, round_)


def paid(world: payees.World) -> tuple[Round, list[list[str]]]:
    """All arrived; with it what went to the bank."""
    round_ = rounds.released(world)
    sent = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(sent, Behaviour()))
    return rounds.again(world, round_), sent


def sent_back(sent: list[list[str]], *places: int) -> list[list[str]]:
    """The bank's answer about these lines of the file alone: they came back."""
    others = frozenset(row[1] for n, row in enumerate(sent) if n not in places)
    return answer_rows(sent, Behaviour(return_every=1, lose=others))


def take(world: payees.World, round_: Round, rows: list[list[str]], **said: Any) -> Any:
    usual = {"round_id": round_.pk, "version": None, "on": LATER, "by": world["releaser"]}
    return take_bank_answer(sheets=[sheet_of_texts(rows)], **{**usual, **said})


def decide(world: payees.World, round_: Round, outcome: ReturnOutcome) -> None:
    with acting(operator()):
        award = Award.objects.get(round=round_, payments__state="returned")
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=outcome, reason="账户已注销",
        version=None, on=LATER, by=world["approver"],
    )  # fmt: skip


def test_it_is_claimed_back_and_recovered_and_waits_for_a_decision(world):
    round_, sent = paid(world)
    before = balances(world)
    taken = take(world, round_, sent_back(sent, 1))
    assert (taken.new, taken.paid, taken.returned, taken.waiting) == (True, 0, 1, 0)
    after = balances(world)
    assert (after.paid, after.available) == (before.paid - 200_000, before.available + 200_000)
    assert (after.to_recover, after.returned, after.lost) == (0, 0, 0)
    with acting(operator()):
        claim, recovered = Transfer.objects.order_by("-pk")[:2][::-1]
        assert (claim.reason, claim.about.reason) == ("claim_back", "pay")
        assert (recovered.reason, recovered.about_id) == ("recovered", claim.pk)
        assert claim.reference == recovered.reference == claim.about.reference == sent[1][1]
        assert Payment.objects.get(reference=sent[1][1]).state == "returned"
    with acting(world["approver"]):
        (one,) = unpaid(rounds.again(world, round_), world["approver"], LATER)
        assert one.reference == sent[1][1]
    holds()


def test_given_back_it_moves_no_further(world):
    round_, sent = paid(world)
    take(world, round_, sent_back(sent, 1))
    before = balances(world)
    with pytest.raises(NotSettled, match="1 笔退回还没有处理决定"):
        reconcile(world, round_)
    decide(world, round_, ReturnOutcome.RESTORE)
    assert balances(world) == before
    holds()
    assert reconcile(world, round_).state == "reconciled"
    holds()


def test_paid_again_it_is_reserved_anew_and_goes_its_way(world):
    round_, sent = paid(world)
    take(world, round_, sent_back(sent, 1))
    before = balances(world)
    decide(world, round_, ReturnOutcome.AGAIN)
    reserved = balances(world)
    assert reserved.available == before.available - 200_000
    assert reserved.reserved == before.reserved + 200_000
    holds()
    rounds.release_on(world, round_, LATER)
    again = rounds.send(world, round_)
    assert len(again) == 3  # head, the one, totals
    take(world, round_, answer_rows(again, Behaviour()))
    assert balances(world).paid == 600_000
    assert reconcile(world, round_).state == "reconciled"
    holds()


@pytest.mark.parametrize("outcome", list(ReturnOutcome))
def test_a_reconciled_round_opens_again_with_the_reason(world, outcome):
    round_, sent = paid(world)
    round_ = reconcile(world, round_)
    take(world, round_, sent_back(sent, 2))
    round_ = rounds.again(world, round_)
    assert round_.state == "sent"
    holds()
    with acting(world["planner"]):
        event = RoundEvent.objects.filter(round=round_).latest("pk")
        assert (event.from_state, event.to_state) == ("reconciled", "sent")
        assert event.reason.startswith("到账后银行退回 1 笔：" + sent[2][1])
        assert next_step(round_, LATER) == "return"
        shown = {stage.act: stage for stage in stages(round_, "return")}
        assert shown["reconcile"].taken is None
        assert shown["answer"].taken.reason == event.reason
    decide(world, round_, outcome)
    holds()
    if outcome is ReturnOutcome.AGAIN:
        rounds.release_on(world, round_, LATER)
        take(world, round_, answer_rows(rounds.send(world, round_), Behaviour()))
    assert reconcile(world, round_).state == "reconciled"
    holds()
    held = balances(world)
    assert (held.reserved, held.clearing, held.returned) == (0, 0, 0)
    assert held.paid == (600_000 if outcome is ReturnOutcome.AGAIN else 400_000)


def test_the_same_file_again_and_one_that_says_nothing_new_open_nothing(world):
    round_, sent = paid(world)
    round_ = reconcile(world, round_)
    assert not take(world, round_, answer_rows(sent, Behaviour(reorder=True))).new
    assert rounds.again(world, round_).state == "reconciled"
    late = sent_back(sent, 1)
    take(world, round_, late)
    assert not take(world, round_, late).new
    decide(world, round_, ReturnOutcome.RESTORE)
    round_ = reconcile(world, round_)
    assert not take(world, round_, late).new
    assert rounds.again(world, round_).state == "reconciled"
    holds()


def test_on_the_day_of_arrival_it_contradicts_and_is_refused_whole(world):
    round_, sent = paid(world)
    before = balances(world)
    with pytest.raises(AnswerRefused, match="从明天起可以读入"):
        take(world, round_, sent_back(sent, 1), on=payees.TODAY)
    assert balances(world) == before


def test_what_came_back_is_not_paid_by_a_later_answer(world):
    round_, sent = paid(world)
    take(world, round_, sent_back(sent, 1))
    with pytest.raises(AnswerRefused, match="先前的回单是“退回”"):
        take(world, round_, answer_rows(sent, Behaviour(reorder=True)), on=LATER)
    holds()


def test_only_who_takes_answers_opens_it_again(world):
    round_, sent = paid(world)
    round_ = reconcile(world, round_)
    with acting(world["releaser"]):
        assert "reopen" in open_acts(round_, world["releaser"])
        assert "reopen" not in open_acts(round_, world["planner"])
    with acting(world["approver"]):
        assert "reopen" not in open_acts(round_, world["approver"])
    with pytest.raises(StaleRound):
        take(world, round_, sent_back(sent, 1), version=round_.version - 1)
    assert rounds.again(world, round_).state == "reconciled"
