"""A part of a payment was recovered, then the bank sends back the whole: taken in, nothing booked twice."""

from __future__ import annotations

import pytest
from claims_sent_back import (
    EACH,
    LATER,
    all_arrived,
    award,
    book,
    claim,
    decided_last,
    end,
    mixed,
    return_decided,
    send_back,
    sheet,
    two_families,
)
from money_checks import balances, holds

from bangfu.funds.models import Transfer
from bangfu.rounds.enums import ClaimOutcome, ReturnOutcome
from bangfu.rounds.errors import SamePerson
from bangfu.rounds.models import ClaimEnd, Round
from bangfu.rounds.queries.claims import claim_of
from bangfu.rounds.queries.reading_answers import answers_ahead
from bangfu.rounds.recovery_errors import ClaimedBack
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees
from makers.unions import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> payees.World:
    return two_families()


@pytest.fixture
def paid(world) -> Round:
    return all_arrived(world)


def test_what_was_outstanding_comes_in_and_what_came_twice_is_held_apart(world, paid):
    one, _slip = mixed(world, paid)
    before = balances(world)
    taken = send_back(world, paid)
    assert (taken.returned_fen, taken.surplus_fen) == (EACH, 60_000)
    now = balances(world)
    assert now.available - before.available == EACH - 60_000
    assert (now.surplus, now.to_recover, now.lost, now.paid) == (60_000, 0, 0, EACH)
    assert now.received - before.received == 60_000
    assert now.adds_up
    with acting(operator()):
        sums = claim_of(one).sums
        assert (sums.recovered, sums.written_off, sums.sent_back, sums.open) == (
            60_000, 10_000, 30_000, 0,
        )  # fmt: skip
        booked = dict(Transfer.objects.order_by("-pk").values_list("reason", "amount")[:5])
    assert (
        booked
        == {"claim_back": 100_000, "recovered": 30_000, "regained": 10_000, "surplus": 60_000}
        | booked
    )
    holds()


def test_the_same_answer_again_books_nothing(world, paid):
    mixed(world, paid)
    send_back(world, paid)
    before = balances(world)
    assert not send_back(world, paid).new
    assert balances(world) == before
    with acting(operator()):
        assert ClaimEnd.objects.filter(outcome=ClaimOutcome.SENT_BACK).count() == 1
    holds()


def test_it_is_told_beforehand_and_in_the_rounds_events(world, paid):
    mixed(world, paid)
    with acting(world["planner"]):
        ahead = answers_ahead(paid, "", [("a.csv", [sheet()])], LATER)
    assert (ahead.together.late, ahead.together.surplus_fen) == (1, 60_000)
    send_back(world, paid)
    with acting(operator()):
        told = paid.events.order_by("-id").first().reason
    assert told.startswith("其中 600.00 元先前已追回到账，是多退的。到账后银行退回 1 笔")


@pytest.mark.parametrize("recovered", [0, EACH])
def test_a_claim_of_the_whole_of_which_nothing_or_all_had_come_in(world, paid, recovered):
    one = claim(world, paid, EACH)
    if recovered:
        book(world, one, recovered)
    before = balances(world)
    assert send_back(world, paid).surplus_fen == recovered
    now = balances(world)
    assert (now.surplus, now.to_recover) == (recovered, 0)
    assert now.available - before.available == EACH - recovered
    holds()


@pytest.mark.parametrize("before", ["open", "recovered", "written off", "of a part"])
def test_each_answer_opens_into_what_it_sent_back_itself(world, paid, before):
    """Whatever the answer still had to move of it; what officers booked before is no answer's."""
    one = claim(world, paid, 1_000 if before == "of a part" else EACH)
    if before == "recovered":
        book(world, one, EACH, one.payment.reference)  # as a slip by hand may say it
    if before == "written off":
        end(world, one, EACH, ClaimOutcome.WRITTEN_OFF)
    send_back(world, paid, place=1)
    assert decided_last() == [award(1).pk]
    send_back(world, paid)
    assert decided_last() == [award().pk]


def test_a_dropped_claim_leaves_an_ordinary_return(world, paid):
    end(world, claim(world, paid, 1_000), 1_000, ClaimOutcome.DROPPED)
    assert send_back(world, paid).surplus_fen == 0
    with acting(operator()):
        assert not ClaimEnd.objects.filter(outcome=ClaimOutcome.SENT_BACK).exists()
    return_decided(world, paid, ReturnOutcome.AGAIN)
    holds()


def test_what_was_wrong_is_not_paid_again_and_the_place_is_free_once_restored(world, paid):
    mixed(world, paid)
    send_back(world, paid)
    with pytest.raises(ClaimedBack):
        return_decided(world, paid, ReturnOutcome.AGAIN)
    before = balances(world)
    return_decided(world, paid, ReturnOutcome.RESTORE)
    assert balances(world) == before
    holds()


def test_who_claimed_it_back_does_not_take_its_return_in(world, paid):
    claim(world, paid, 1_000)
    world.officers["both"] = appoint("approver", Role.FUND_OFFICER, world.unions["city"])
    before = balances(world)
    with pytest.raises(SamePerson):
        send_back(world, paid, "both")
    assert balances(world) == before
