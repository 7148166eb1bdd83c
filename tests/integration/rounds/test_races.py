"""Several officers at once, with real connections and real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from money_checks import holds

from bangfu.funds.commands.answer_reversal import answer_reversal
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import Movement, ReversalOutcome
from bangfu.funds.errors import FundOverdrawn, ReceiptTwice, ReversalAnswered, ReversalWaits
from bangfu.funds.models import Transfer
from bangfu.funds.queries import check_money as ledger
from bangfu.funds.queries.balances import balances_of
from bangfu.kernel.errors import BangfuError
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.enums import ClaimOutcome
from bangfu.rounds.errors import EmptyRoster, NothingToRelease
from bangfu.rounds.models import Award, ClaimEnd, Payment, Recovery, Round
from bangfu.rounds.recovery_errors import BeyondClaim, BeyondPayment
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from beside import beside, until_it_waits
from makers import payees, rounds
from makers.unions import appoint

pytestmark = pytest.mark.usefixtures("fresh_database")
DAY = date(2010, 10, 31)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads of their own, started together; results or typed errors."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = acts[number]()
        except (BangfuError, OperationalError) as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_eight_connections_race_for_a_hundred_payments():
    world = payees.make_world(received=1_000)

    def spend(worker: int) -> Callable[[], object]:
        def act() -> tuple[int, int]:
            done = refused = 0
            for number in range(30):
                one = Posting(
                    world.fund.pk, Movement.RESERVE, 10, f"race:{worker}:{number}", "测试"
                )
                try:
                    with acting(operator()):
                        done += post_transfers([one], day=DAY, by=operator())
                except FundOverdrawn:
                    refused += 1
            return done, refused

        return act

    results = at_once(*(spend(worker) for worker in range(8)))
    assert sum(done for done, _refused in results) == 100  # type: ignore[misc]
    assert sum(refused for _done, refused in results) == 140  # type: ignore[misc]
    with acting(operator()):
        held = balances_of([world.fund.pk])[world.fund.pk]
    assert (held.available, held.reserved) == (0, 1_000)
    with acting(operator()):
        assert ledger.check_money() == []


def test_the_same_act_from_eight_connections_posts_once():
    world = payees.make_world(received=1_000)

    def act() -> int:
        with acting(operator()):
            one = Posting(world.fund.pk, Movement.RESERVE, 10, "one act", "测试")
            return post_transfers([one], day=DAY, by=operator())

    assert sorted(at_once(*[act] * 8)) == [0] * 7 + [1]  # type: ignore[type-var]


def test_the_same_slip_from_four_forms_at_once_is_booked_once():
    world = payees.make_world(received=0)

    def book(form: int) -> Callable[[], object]:
        def act() -> bool:
            with acting(world["planner"]):
                return receive_money(
                    fund_id=world.fund.pk,
                    amount_fen=500,
                    reference="进账 7",
                    day=DAY,
                    key=f"form {form}",
                    on=DAY,
                    by=world["planner"],
                )

        return act

    results = at_once(*(book(form) for form in range(4)))
    assert results.count(True) == 1
    assert sum(isinstance(one, ReceiptTwice) for one in results) == 3


def test_two_approvers_at_once_reverse_a_receipt_once():
    world = payees.make_world(received=0)
    book = {"amount_fen": 500, "reference": "进账 7", "day": DAY, "key": "k", "on": DAY}
    receive_money(fund_id=world.fund.pk, **book, by=world["planner"])
    with acting(operator()):
        receipt = Transfer.objects.get().pk
    about = {"fund_id": world.fund.pk, "receipt_id": receipt, "amount_fen": 500, "on": DAY}
    second = appoint("second", Role.APPROVER, world.unions["city"])

    def propose(reason: str) -> Callable[[], object]:
        return lambda: propose_reversal(**about, reason=reason, by=world["planner"])

    proposed = at_once(propose("记错"), propose("多记"))
    assert sum(isinstance(one, ReversalWaits) for one in proposed) == 1
    (one,) = [each for each in proposed if not isinstance(each, BangfuError)]

    def done(by: Actor) -> Callable[[], object]:
        asked = {"reversal_id": one.pk, "outcome": ReversalOutcome.DONE, "reason": ""}  # type: ignore[attr-defined]
        return lambda: answer_reversal(fund_id=world.fund.pk, **asked, on=DAY, by=by)

    answered = at_once(done(world["approver"]), done(second))
    assert sum(isinstance(each, ReversalAnswered) for each in answered) == 1
    with acting(operator()):
        assert balances_of([world.fund.pk])[world.fund.pk].received == 0
        assert ledger.check_money() == []


def test_two_approvers_at_once_recover_a_payment_once_and_it_ends_once():
    world = payees.make_world()
    payees.families(world, 1)
    second = appoint("second", Role.APPROVER, world.unions["city"])
    paid = rounds.released(world)
    rounds.answered(world, paid)
    with acting(operator()):
        award = Award.objects.get()
    step = {"round_id": paid.pk, "version": None, "on": DAY, "amount_fen": award.amount_fen}

    def recover(by: Actor) -> Callable[[], object]:
        return lambda: recover_payment(**step, award_id=award.pk, reason="重复享受", by=by)

    results = at_once(recover(world["approver"]), recover(second))
    assert sum(isinstance(one, BeyondPayment) for one in results) == 1
    (claim,) = [one for one in results if isinstance(one, Recovery)]
    of_it = {**step, "recovery_id": claim.pk}
    other = second if claim.decided_by_id == world["approver"].user_id else world["approver"]
    results = at_once(
        lambda: book_recovered(**of_it, reference="进账 1", day=DAY, by=world["planner"]),
        lambda: end_claim(**of_it, outcome=ClaimOutcome.WRITTEN_OFF, reason="无力归还", by=other),
    )
    assert sum(isinstance(one, BeyondClaim) for one in results) == 1
    with acting(operator()):
        assert ClaimEnd.objects.count() == 1
    holds()


def test_two_rosters_at_once_take_nobody_twice():
    world = payees.make_world()
    payees.families(world, 10)
    pair = [rounds.decided(world), rounds.decided(world)]

    def build(number: int) -> Callable[[], object]:
        def act() -> int:
            with acting(world["planner"]):
                roster = build_roster(
                    round_id=pair[number].pk, version=None, on=DAY, by=world["planner"]
                )
                return len(roster.lines)

        return act

    results = at_once(build(0), build(1))
    assert [one for one in results if one == 10] == [10]
    with acting(operator()):
        assert Award.objects.count() == 10
    holds()


COPIED = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system)
select household_id, %s, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system
from rounds_award where household_id = %s
"""


def test_of_two_files_that_share_one_alone_takes_a_place_from_two_connections():
    """By SQL, past the commands and their lock: the second waits for the first, and sees it."""
    world = payees.make_world()
    files = payees.families(world, 2)
    source = rounds.rostered(world)
    cancelled = {"round_id": source.pk, "version": None, "reason": "改期", "on": DAY}
    cancel_round(**cancelled, by=world["approver"])
    payees.share_a_child(*files)
    pair = [rounds.decided(world), rounds.decided(world)]

    def insert(number: int) -> None:
        with transaction.atomic(), acting(world["planner"]), connection.cursor() as cursor:
            cursor.execute(COPIED, [pair[number].pk, files[number].pk])

    with transaction.atomic():
        insert(0)
        other, ended = beside(lambda: insert(1))
        until_it_waits(other)
    other.join(timeout=60)
    (refused,) = ended
    assert isinstance(refused, DatabaseError)
    assert "another file of the same person or card" in str(refused)
    with acting(operator()):
        assert Award.objects.filter(round__in=pair).count() == 1


def test_two_rosters_of_files_that_share_a_child_at_once_take_one():
    world = payees.make_world()
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.share_a_child(here, there)
    pair = [rounds.decided(world, area_code=place) for place in ("440981", "440982")]

    def build(round_id: int) -> Callable[[], object]:
        step = {"round_id": round_id, "version": None, "on": DAY}
        return lambda: build_roster(**step, by=world["planner"])

    results = at_once(*(build(round_.pk) for round_ in pair))
    assert sum(isinstance(one, EmptyRoster) for one in results) == 1
    with acting(operator()):
        assert Award.objects.count() == 1
    holds()


def test_two_releases_at_once_pay_once():
    world = payees.make_world()
    payees.families(world, 10)
    round_ = rounds.rostered(world)

    def release() -> int:
        with acting(world["releaser"]):
            return release_round(
                round_id=round_.pk, version=round_.version, on=DAY, by=world["releaser"]
            ).count

    results = at_once(release, release, release)
    assert [one for one in results if one == 10] == [10]
    with acting(operator()):
        assert Payment.objects.count() == 10
    holds()


def test_two_rounds_released_in_one_season_at_once_pay_a_family_once():
    """One of the season, one of the season before that nobody released in time."""
    world = payees.make_world()
    payees.families(world, 3)
    ahead = date(2011, 8, 1)
    waiting = [rounds.rostered(world), rounds.rostered(world, day=ahead)]

    def release(round_: Round) -> Callable[[], object]:
        return lambda: rounds.release_on(world, round_, ahead)

    results = at_once(*(release(round_) for round_ in waiting))
    refused = [one for one in results if isinstance(one, NothingToRelease)]
    assert len(refused) == 1
    assert "本季已在其他批次" in str(refused[0])
    with acting(operator()):
        assert Payment.objects.count() == 3
    holds()
