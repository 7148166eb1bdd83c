"""What the database refuses about rounds, as the running role, by plain SQL.

Separation of duties here is asked pair by pair: whoever did one step is put into another.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.enums import ReturnOutcome, RoundState
from bangfu.rounds.models import Award, Payment, Round
from bangfu.rounds.rules.states import TABLE
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from bangfu.vault.enums import SecretKind
from makers import payees, people, rounds
from makers.households import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def run(statement: str, *values: object) -> str:
    """'' when the database takes it (and undoes it), else why it does not."""
    try:
        with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("set constraints all immediate")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return (
            getattr(error.__cause__.diag, "constraint_name", "") or type(error.__cause__).__name__
        )
    return ""


#: A round is decided where its money is reserved.
DECIDE = (
    "with reserved as (insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference,"
    " day, by_name) select d.fund_id, d.id, c.id, 100, 'round:' || r.id || ':reserve', 'reserve', 'x', r.day, 'x'"
    " from rounds_round r join funds_account d on d.fund_id = r.fund_id and d.kind = 'available'"
    " join funds_account c on c.fund_id = r.fund_id and c.kind = 'reserved' where r.state = 'planned'"
    " returning fund_id) update rounds_round r set state = 'decided', decided_by_id = %s, decided_total_fen = 100"
    " from reserved where r.id = %s"
)
RELEASE = "update rounds_round set state = 'released', released_by_id = %s where id = %s"


def test_every_pair_of_users_and_steps(world):
    users = [world[name].user_id for name in ("planner", "approver", "releaser", "auditor")]
    plan = rounds.planned(world)
    for user in users:
        allowed = user != plan.planned_by_id
        assert (run(DECIDE, user, plan.pk) == "") is allowed
    locked = rounds.rostered(world)
    for user in users:
        allowed = user not in (locked.planned_by_id, locked.decided_by_id)
        assert (run(RELEASE, user, locked.pk) == "") is allowed


PAY = (
    "insert into rounds_payment (household_id, round_id, award_id, reference, amount_fen, bank,"
    " card_secret_id, card_index, state, released_by_id, bank_reason, system)"
    " select household_id, round_id, id, 'BF' || audit_era_code() || 'x', amount_fen + %s, bank, card_secret_id, card_index, %s, %s, '',"
    " '' from rounds_award where sequence = 1"
)


def test_payments_are_made_by_a_third_person_after_release_alone(world):
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    assert run(PAY, 0, "released", third) == "payment_as_approved"
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(RELEASE, [third, locked.pk])
    assert run(PAY, 0, "released", third) == ""
    for user in (locked.planned_by_id, locked.decided_by_id):
        assert run(PAY, 0, "released", user) == "payment_as_approved"
    assert run(PAY, 1, "released", third) == "payment_as_approved"
    assert run(PAY, 0, "paid", third) != ""


def test_a_payment_goes_to_the_approved_card_alone(world):
    locked = rounds.rostered(world)
    other = PAY.replace("card_secret_id, card_index, %s", "%s, card_index, %s")
    index_too = other.replace("%s, card_index, %s", "%s, %s, %s")
    third = world["releaser"].user_id
    with acting(operator()):
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [third, locked.pk])
        first, second = Award.objects.order_by("sequence")
        made_up = payees.facts(first.household, people.card(9), payees.TODAY).card_secret
    assert run(other, 0, second.card_secret_id, "released", third) == "payment_as_approved"
    foreign = (second.card_secret_id, bytes(second.card_index))
    assert run(index_too, 0, *foreign, "released", third) == "payment_as_approved"
    own = (made_up.pk, bytes(made_up.blind_index))
    assert run(index_too, 0, *own, "released", third) == "payment_as_approved"


def test_a_payment_names_the_household_and_the_card_of_its_award(world):
    """It has no foreign keys of its own to them; what the award names never goes away."""
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    with acting(operator()):
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [third, locked.pk])
        first, second = Award.objects.order_by("sequence")
        same_number = seal(first.household, SecretKind.CARD, people.card(1))
        assert bytes(same_number.blind_index) == bytes(first.card_index)
    household = PAY.replace("select household_id, round_id, id", "select %s, round_id, id")
    for other in (second.household_id, 0, None):
        assert run(household, other, 0, "released", third) != ""
    card = PAY.replace("card_secret_id, card_index, %s", "%s, card_index, %s")
    assert run(card, 0, same_number.pk, "released", third) == "payment_as_approved"
    assert run(card, 0, first.card_secret_id, "released", third) == ""


def test_a_payment_stands_on_an_award_and_a_decision_that_are_there(world):
    """It has no foreign keys to them: the guard asks, for payments by hand, too."""
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(RELEASE, [third, locked.pk])
    award = PAY.replace("round_id, id", "round_id, %s")
    decision = PAY.replace("round_id, award_id,", "round_id, decision_id, award_id,")
    decision = decision.replace("round_id, id", "round_id, %s, id")
    for absent in (0, -1, 2**40, None):
        assert run(award, absent, 0, "released", third) != ""
    assert run(decision, 2**40, 0, "released", third) == "payment_as_approved"
    assert run(decision, None, 0, "released", third) == ""


def test_nobody_is_paid_while_another_file_that_shares_a_person_has_a_place(world):
    """Nor of one roster: what its files share may have come after it was locked."""
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    with acting(operator()):
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [third, locked.pk])
        files = [award.household for award in Award.objects.all()]
    assert run(PAY, 0, "released", third) == ""
    payees.share_a_child(*files)
    assert run(PAY, 0, "released", third) == "place_shared_by_two_files"


def test_one_payment_at_fault_among_many_refuses_the_statement(world):
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(RELEASE, [third, locked.pk])
    both = PAY.replace("'x', amount_fen + %s", "'x' || sequence, amount_fen + %s * (sequence - 1)")
    both = both.replace(" where sequence = 1", "")
    assert run(both, 0, "released", third) == ""
    assert run(both, 1, "released", third) == "payment_as_approved"
    elsewhere = both.replace("round_id, id", "round_id, id + 1000 * (sequence - 1)")
    assert run(elsewhere, 0, "released", third) == "payment_as_approved"


@pytest.mark.parametrize(
    "statement",
    [
        "delete from registry_household",
        "update registry_household set id = id + 1000",
        "delete from vault_secret",
        "update vault_secret set id = id + 1000",
        "delete from rounds_award",
        "update rounds_award set id = id + 1000",
        "truncate rounds_award cascade",
        "update rounds_payment set award_id = award_id + 1000",
        "update rounds_payment set decision_id = 1",
        "delete from rounds_returndecision",
        "update rounds_returndecision set id = id + 1000",
        "truncate rounds_returndecision cascade",
    ],
)
def test_what_a_payment_names_stays(world, statement):
    """`test_checkers` tries the same as the owner of the tables."""
    paid_again(world)
    assert run(statement) != ""


def paid_again(world: payees.World) -> None:
    """A payment that came back, decided on and made again."""
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    with acting(operator()):
        returned = Payment.objects.filter(state="returned").first()
    decide_return(
        round_id=round_.pk, award_id=returned.award_id, outcome=ReturnOutcome.AGAIN,
        reason="已核实", version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    rounds.release(world, round_)


def test_a_second_payment_needs_a_decision_by_another(world):
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    third = world["releaser"].user_id
    assert run(PAY, 0, "released", third) != ""
    close = "update rounds_payment set state = 'closed' where state = 'returned'"
    assert run(close) == "RestrictViolation"
    decide = (
        "insert into rounds_returndecision (household_id, round_id, award_id, payment_id, outcome, reason,"
        " bank, decided_by_id, decided_by_name, decided_on, system) select household_id, round_id, award_id,"
        " id, 'restore', 'x', '', %s, 'x', '2010-10-31', '' from rounds_payment limit 1"
    )
    assert run(decide, world["planner"].user_id) == "decision_by_another"
    (other,) = payees.families(world, 1, start=9)
    of_another = decide.replace("select household_id", f"select {other.pk}")
    assert run(of_another, world["approver"].user_id) == "decision_by_another"
    assert run(decide, world["approver"].user_id) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "update rounds_round set planned_by_id = 999",
        "update rounds_round set decided_by_id = 999",
        "update rounds_round set released_by_id = 999",
        "update rounds_round set decided_total_fen = 999999999",
        "update rounds_round set amounts = '{}'",
        "update rounds_round set fund_id = null",
        "update rounds_round set state = 'planned'",
        "delete from rounds_round",
        "update rounds_award set amount_fen = 1",
        "delete from rounds_award",
        "update rounds_payment set amount_fen = 1",
        "update rounds_payment set card_index = 'x'",
        "update rounds_payment set state = 'paid', file_id = null",
        "delete from rounds_payment",
        "delete from rounds_paymentfile",
        "delete from rounds_bankanswer",
        "delete from rounds_leftout",
    ],
)
def test_what_is_done_stays(world, statement):
    rounds.released(world)
    assert run(statement) != ""


def test_awards_come_at_the_decided_amount_while_the_round_is_decided(world):
    round_ = rounds.decided(world)
    add = (
        "insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class,"
        " amount_fen, payee_name, payee_index, bank, card_secret_id, card_index, sequence, system,"
        " period, nth, due_on)"
        " select h.id, %s, p.id, 1, '低保户', %s, 'x', 'x', '', s.id, s.blind_index, 1, '',"
        " '2010-07', 1, date '2010-10-31'"
        " from registry_household h join registry_person p on p.household_id = h.id"
        " join vault_secret s on s.household_ref = h.id and s.kind = 'card' limit 1"
    )
    assert run(add, round_.pk, 200_000) == ""
    assert run(add, round_.pk, 200_001) == "award_as_decided"
    anothers = add.replace("p.household_id = h.id", "p.household_id <> h.id")
    assert run(anothers, round_.pk, 200_000) == "award_as_decided"
    locked = rounds.rostered(world)
    assert run(add, locked.pk, 200_000) != ""


def test_a_round_begins_planned_and_goes_the_listed_ways_alone(world):
    plan = rounds.planned(world)
    insert = (
        "insert into rounds_round (union_id, programme_id, fund_id, title, area_code, day, state,"
        " amounts, minutes_no, decision, planned_by_id, decided_by_id, released_by_id,"
        " decided_total_fen, version, system) select union_id, programme_id, fund_id, title,"
        " area_code, day, %s, amounts, '', '', 1, 2, 3, 5, 1, '' from rounds_round"
    )
    assert run(insert, "released") == "RestrictViolation"
    listed = TABLE.pairs()
    for start, end in product(RoundState.values, RoundState.values):
        if start == "planned" and end != start and (start, end) not in listed:
            assert run("update rounds_round set state = %s where id = %s", end, plan.pk) != ""


def test_one_live_payment_and_one_award_a_person(world):
    rounds.released(world)
    with acting(operator()):
        assert Payment.objects.count() == 2
        assert Round.objects.count() == 1
    twice = PAY.replace("'x', amount_fen", "'y', amount_fen")
    assert run(twice, 0, "released", world["releaser"].user_id) != ""


EVENT = (
    "insert into rounds_roundevent (round_id, from_state, to_state, duty, day, by_user_id, by_name,"
    " reason) values (%s, 'sent', 'sent', %s, '2010-11-15', %s, 'x', '')"
)


def test_the_events_of_a_round_keep_duties_apart(world):
    """Besides the columns of the round: of a release after the first one they know nothing."""
    round_ = rounds.released(world)
    planner, decider = round_.planned_by_id, round_.decided_by_id
    for duty in ("rounds.decide", "rounds.release", "rounds.decide_return"):
        assert run(EVENT, round_.pk, duty, planner) == "event_duties_apart"
    assert run(EVENT, round_.pk, "rounds.release", decider) == "event_duties_apart"
    assert run(EVENT, round_.pk, "rounds.decide_return", decider) == ""
    assert run(EVENT, round_.pk, "rounds.lock_roster", planner) == ""


def test_what_happened_to_a_round_stays(world):
    round_ = rounds.planned(world)
    assert run("update rounds_roundevent set by_user_id = 1") != ""
    assert run("delete from rounds_roundevent where round_id = %s", round_.pk) != ""


def test_the_place_of_money_that_the_bank_has_stays(world):
    """Else a second award could take it in the same season."""
    moved = "update rounds_needclaim set period = '2009-07', nth = nth + %s"
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    assert run(moved, 1) == "RestrictViolation"
    rounds.answer(world, round_, answer_rows(rows, Behaviour()))
    assert run(moved, 0) == "RestrictViolation"
