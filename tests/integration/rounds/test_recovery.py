"""Money paid wrongly comes back by decision (追回): claimed back, come in, dropped or written off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from money_checks import holds

from bangfu.acts.roles import holds as holds_duty
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.funds.queries.balances import Balances, balances_of
from bangfu.rounds import duties
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.enums import ClaimOutcome
from bangfu.rounds.errors import AlreadyDone, NoReason, SamePerson, StaleRound
from bangfu.rounds.models import Award, ClaimEnd, Payment, Recovery, Round
from bangfu.rounds.queries.check_money import check_money
from bangfu.rounds.queries.claims import claim_of
from bangfu.rounds.recovery_errors import (
    BeyondClaim,
    BeyondPayment,
    NoReference,
    NotPaid,
    NotThatDay,
    SlipTwice,
)
from bangfu.rounds.rules.claims import ClaimState
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.payees import TODAY
from makers.unions import appoint

pytestmark = pytest.mark.django_db
EACH = 200_000  # fen
LATER = TODAY + timedelta(days=9)


@pytest.fixture
def world() -> payees.World:
    """Two families paid; a second approver."""
    world = payees.make_world()
    payees.families(world, 2)
    world.officers["second"] = appoint("second", Role.APPROVER, world.unions["city"])
    return world


@pytest.fixture
def paid(world) -> Round:
    done = rounds.released(world)
    rounds.answered(world, done)
    return rounds.again(world, done)


def award(n: int = 0) -> Award:
    with acting(operator()):
        return Award.objects.order_by("sequence")[n]


def recover(world: payees.World, of: Round, fen: int = EACH, **more: Any) -> Recovery:
    usual: dict[str, Any] = {
        "award_id": award().pk, "reason": "重复享受", "version": None, "on": LATER,
        "by": world["approver"],
    }  # fmt: skip
    return recover_payment(round_id=of.pk, amount_fen=fen, **{**usual, **more})


def book(world: payees.World, one: Recovery, fen: int, **more: Any) -> ClaimEnd:
    usual: dict[str, Any] = {
        "reference": "进账 88", "day": LATER, "version": None, "on": LATER, "by": world["planner"],
    }  # fmt: skip
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return book_recovered(**about, **{**usual, **more})


def end(world: payees.World, one: Recovery, fen: int, outcome: ClaimOutcome, **more: Any):
    usual: dict[str, Any] = {
        "reason": "家庭确无能力", "version": None, "on": LATER, "by": world["second"],
    }  # fmt: skip
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return end_claim(**about, outcome=outcome, **{**usual, **more})


def held(world: payees.World) -> Balances:
    holds()
    with acting(operator()):
        return balances_of([world.fund.pk])[world.fund.pk]


def state_of(one: Recovery) -> ClaimState:
    with acting(operator()):
        return claim_of(one).sums.state(EACH)


def test_claimed_back_and_come_in_bit_by_bit(world, paid):
    before = held(world)
    one = recover(world, paid)
    now = held(world)
    assert (now.paid, now.to_recover) == (before.paid - EACH, EACH)
    assert state_of(one) is ClaimState.TO_RECOVER
    book(world, one, 50_000)
    assert state_of(one) is ClaimState.TO_RECOVER
    book(world, one, 150_000, reference="进账 89")
    now = held(world)
    assert (now.to_recover, now.available) == (0, before.available + EACH)
    assert state_of(one) is ClaimState.RECOVERED
    with acting(operator()):
        arrived = Payment.objects.filter(state="paid").count()
    assert arrived == 2  # what arrived stays so; what came back is told apart


def test_of_which_a_part_was_wrong_a_part_is_recovered(world, paid):
    one = recover(world, paid, 70_000)
    book(world, one, 70_000)
    assert state_of(one) is ClaimState.PARTLY
    assert ClaimState.PARTLY.label == "部分追回"


def test_a_reconciled_round_stays_reconciled(world, paid):
    reconcile_round(round_id=paid.pk, version=None, on=TODAY, by=world["planner"])
    one = recover(world, paid, 70_000)
    end(world, one, 30_000, ClaimOutcome.DROPPED)
    end(world, one, 40_000, ClaimOutcome.WRITTEN_OFF)
    now = held(world)
    assert (now.to_recover, now.lost, now.paid) == (0, 40_000, 2 * EACH - 40_000)
    assert state_of(one) is ClaimState.LOST
    assert rounds.again(world, paid).state == "reconciled"
    with acting(operator()):
        told = list(paid.events.order_by("-id").values_list("duty", "reason")[:3])
    assert told == [
        ("rounds.end_claim", "家庭确无能力"),
        ("rounds.end_claim", "家庭确无能力"),
        ("rounds.recover", "重复享受"),
    ]


def test_within_what_arrived_and_what_is_claimed(world, paid):
    with pytest.raises(BeyondPayment, match=r"2,000\.00"):
        recover(world, paid, EACH + 1)
    one = recover(world, paid, 150_000)
    with pytest.raises(BeyondPayment, match=r"500\.00"):
        recover(world, paid, 50_001)
    with pytest.raises(BeyondClaim, match=r"1,500\.00"):
        book(world, one, 150_001)
    end(world, one, 150_000, ClaimOutcome.DROPPED)
    with pytest.raises(BeyondClaim, match="已经了结"):
        book(world, one, 1)
    recover(world, paid)  # a dropped claim frees its room


def test_only_what_arrived_is_recovered(world):
    waiting = rounds.released(world)
    with pytest.raises(NotPaid):
        recover(world, waiting)


def test_words_and_days_are_demanded(world, paid):
    with pytest.raises(NoReason):
        recover(world, paid, reason=" ")
    one = recover(world, paid)
    with pytest.raises(NoReference):
        book(world, one, 1, reference=" ")
    for day in (TODAY - timedelta(days=1), LATER + timedelta(days=1)):
        with pytest.raises(NotThatDay):
            book(world, one, 1, day=day)
    with pytest.raises(NoReason):
        end(world, one, 1, ClaimOutcome.DROPPED, reason="")


def test_the_same_twice_is_once(world, paid):
    version = paid.version
    one = recover(world, paid, version=version)
    with pytest.raises(AlreadyDone):
        recover(world, paid, version=version)
    with pytest.raises(StaleRound):
        recover(world, paid, version=version, reason="另一个理由")
    version = rounds.again(world, paid).version
    book(world, one, 1_000, version=version)
    with pytest.raises(AlreadyDone):
        book(world, one, 1_000, version=version)
    version = rounds.again(world, paid).version
    end(world, one, 1_000, ClaimOutcome.DROPPED, version=version)
    with pytest.raises(AlreadyDone):
        end(world, one, 1_000, ClaimOutcome.DROPPED, version=version)
    assert held(world).to_recover == EACH - 2_000


def test_a_slip_is_booked_once_whatever_page_it_comes_from(world, paid):
    one = recover(world, paid)
    book(world, one, 1_000)
    with pytest.raises(SlipTwice, match="之二"):
        book(world, one, 1_000)
    book(world, one, 1_000, reference="进账 88 之二")
    assert held(world).to_recover == EACH - 2_000


def test_neither_releaser_nor_planner_decides_nor_the_decider_ends(world, paid):
    city = world.unions["city"]
    for name in ("releaser", "planner"):
        with pytest.raises(SamePerson):
            recover(world, paid, by=appoint(name, Role.APPROVER, city))
    one = recover(world, paid)
    with pytest.raises(SamePerson):
        end(world, one, 1, ClaimOutcome.WRITTEN_OFF, by=world["approver"])
    with pytest.raises(SamePerson):
        book(world, one, 1, by=appoint("approver", Role.FUND_OFFICER, city))


def test_another_county_sees_nothing_of_it(world, paid):
    one = recover(world, paid)
    outsider = appoint("hz-approver", Role.APPROVER, world.unions["huazhou"])
    assert holds_duty(outsider, duties.RECOVER)
    with pytest.raises(Round.DoesNotExist):
        recover(world, paid, by=outsider)
    with pytest.raises(Round.DoesNotExist):
        end(world, one, 1, ClaimOutcome.DROPPED, by=outsider)
    with acting(outsider):
        assert not Recovery.objects.exists()


RECOVERY = (
    "insert into rounds_recovery (household_id, round_id, award_id, payment_id, amount_fen, reason,"
    " decided_by_id, decided_by_name, decided_on, system) select p.household_id, p.round_id,"
    " p.award_id, p.id, {fen}, 'x', {by}, 'x', '2010-11-09', '' from rounds_payment p"
    " where p.award_id = {award}"
)
END = (
    "insert into rounds_claimend (household_id, round_id, recovery_id, outcome, amount_fen, reason,"
    " day, by_user_id, by_name, system) select c.household_id, c.round_id, c.id, 'write_off',"
    " {fen}, 'x', '2010-11-09', {by}, 'x', '' from rounds_recovery c"
)


def by_sql(by: Actor, statement: str) -> None:
    with acting(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("fen", "who"), [(EACH + 1, "approver"), (1, "releaser"), (1, "planner")])
def test_by_sql_nobody_claims_beyond_or_against_oneself(world, paid, fen, who):
    by = world[who]
    with pytest.raises(DatabaseError, match="nothing to recover"):
        by_sql(by, RECOVERY.format(fen=fen, by=by.user_id, award=award().pk))


@pytest.mark.parametrize(("fen", "who"), [(101, "second"), (1, "approver")])
def test_by_sql_no_claim_ends_beyond_itself_or_by_its_decider(world, paid, fen, who):
    recover(world, paid, 100)
    with pytest.raises(DatabaseError, match="ends within itself"):
        by_sql(world[who], END.format(fen=fen, by=world[who].user_id))


def test_by_sql_nothing_is_claimed_and_no_claim_ends_without_its_movement(world, paid):
    by = world["approver"]
    with pytest.raises(DatabaseError, match="claimed back without its movement"):
        by_sql(by, RECOVERY.format(fen=5, by=by.user_id, award=award().pk))
    recover(world, paid, 100)
    second = world["second"]
    with pytest.raises(DatabaseError, match="ends without its movement"):
        by_sql(second, END.format(fen=100, by=second.user_id))
    assert held(world).to_recover == 100


@pytest.mark.parametrize("part", ["amount", "reason", "about"])
def test_by_sql_the_movement_of_a_claims_end_is_its_own(world, paid, part):
    """Another's amount, way or claim is none."""
    one, other = recover(world, paid, 100), recover(world, paid, 100)
    wrong = {"amount": 99, "reason": Movement.CLAIM_DROPPED, "about": other.idem}
    moved = {"amount": 100, "reason": Movement.WRITE_OFF, "about": one.idem, part: wrong[part]}
    way = (paid.fund_id, moved["reason"], moved["amount"], "write_off:recovery:777", "x")
    second = world["second"]
    with acting(second):
        post_transfers([Posting(*way, moved["about"])], day=LATER, by=second)
    statement = END.format(fen=100, by=second.user_id) + f" where c.id = {one.pk}"
    keyed = statement.replace("(household_id", "(id, household_id").replace(
        "select c.", "select 777, c."
    )
    with pytest.raises(DatabaseError, match="ends without its movement"):
        by_sql(second, keyed)


def test_the_checker_finds_what_nobody_decided(world, paid):
    by_sql(
        operator(),
        "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, about_id,"
        " reference, day, by_name) select t.fund_id, t.credit_id, c.id, 7, 'claim_back:recovery:999',"
        " 'claim_back', t.id, t.reference, '2010-11-09', 'x' from funds_transfer t"
        " join funds_account c on c.fund_id = t.fund_id and c.kind = 'to_recover'"
        " where t.reason = 'pay' limit 1",
    )
    with acting(operator()):
        assert any("没有对应的追回决定" in line for line in check_money())
