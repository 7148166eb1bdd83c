"""What a state says has been done: by plain SQL as the running role, no state comes without it."""

from __future__ import annotations

import pytest
from test_round_by_sql import run

from bangfu.rounds.models import Payment
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.funds import reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


ANSWERED = "update rounds_payment set state = %s, answered_on = '2010-10-31' where state = 'sent'"
#: Of the first payment alone, or of both; so many fen beyond what it is.
MOVED = (
    "with moved as (insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference, day,"
    " by_name) select r.fund_id, d.id, c.id, p.amount_fen + %s, 'pay:' || p.reference, 'pay', p.reference, r.day,"
    " 'x' from rounds_payment p join rounds_round r on r.id = p.round_id"
    " join funds_account d on d.fund_id = r.fund_id and d.kind = 'clearing'"
    " join funds_account c on c.fund_id = r.fund_id and c.kind = 'paid' where p.reference like %s"
    " returning reference) update rounds_payment p set state = 'paid', answered_on = '2010-10-31'"
    " where (select count(*) from moved) > 0"
)


def test_nothing_is_answered_without_its_movement(world):
    rounds.send(world, rounds.released(world))
    for state in ("paid", "returned"):
        assert run(ANSWERED, state) == "payment_has_moved"
    assert run(MOVED, 0, "%") == ""
    assert run(MOVED, -1, "%") == "payment_has_moved"
    with acting(operator()):
        first = Payment.objects.earliest("id").reference
    assert run(MOVED, 0, first) == "payment_has_moved"  # of the other nothing moved


def test_what_had_arrived_comes_back_with_its_movement(world):
    rounds.answered(world, rounds.released(world))
    back = "update rounds_payment set state = 'returned' where state = 'paid'"
    assert run(back) == "payment_has_moved"


def test_what_the_bank_said_stays_until_it_says_something_else(world):
    rounds.answered(world, rounds.released(world))
    for change in ("answered_on = answered_on - 1", "bank_reason = 'x'"):
        said = run(f"update rounds_payment set {change}")
        assert said == "rounds_payment_columns_stay"


def test_nothing_is_decided_without_its_money_reserved(world):
    plan = rounds.planned(world)
    decide = "update rounds_round set state = 'decided', decided_total_fen = 5, decided_by_id = %s where id = %s"
    assert run(decide, world["approver"].user_id, plan.pk) == "round_has_reserved"


@pytest.mark.parametrize(
    ("fen", "refused"), [(4, "round_has_reserved"), (6, "round_has_reserved"), (5, "")]
)
def test_what_is_decided_is_what_was_reserved(world, fen, refused):
    """Neither less nor more: what a round holds back for nobody, no other can have."""
    plan = rounds.planned(world)
    with acting(operator()):
        reserve(world.fund, plan.pk, fen)
    decide = "update rounds_round set state = 'decided', decided_total_fen = 5, decided_by_id = %s where id = %s"
    assert run(decide, world["approver"].user_id, plan.pk) == refused


def test_nothing_is_cancelled_without_giving_its_money_back(world):
    cancel = "update rounds_round set state = 'cancelled', cancel_reason = 'x' where id = %s"
    assert run(cancel, rounds.planned(world).pk) == ""
    assert run(cancel, rounds.decided(world).pk) == "round_has_given_back"


def test_nothing_is_sent_but_in_files_of_all_its_payments(world):
    round_ = rounds.released(world)
    assert (
        run("update rounds_round set state = 'sent' where id = %s", round_.pk)
        == "round_sent_in_files"
    )


def test_nothing_is_settled_while_payments_are_open(world):
    round_ = rounds.released(world)
    settle = "update rounds_round set state = 'reconciled' where id = %s"
    rows = rounds.send(world, round_)
    assert run(settle, round_.pk) == "round_has_settled"
    rounds.answer(world, round_, answer_rows(rows, Behaviour(return_every=2)))
    assert run(settle, round_.pk) == "round_has_settled"  # one came back, and nobody decided


def test_what_is_paid_may_be_settled(world):
    """So that the test above refuses for that reason alone."""
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    assert run("update rounds_round set state = 'reconciled' where id = %s", round_.pk) == ""


RECEIVE = (
    "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)"
    " select d.fund_id, d.id, c.id, %s, 'x', 'receive', %s, '2010-10-31', 'x' from funds_account d"
    " join funds_account c on c.fund_id = d.fund_id and c.kind = 'available' where d.kind = 'source'"
)


@pytest.mark.parametrize(
    ("fen", "document", "refused"),
    [
        (10**12, "拨款 1 号", ""),
        (10**12, "", "transfer_has_document"),
        (10**12, " 　\t", "transfer_receipt_stands"),
        (10**13 + 1, "拨款 1 号", "transfer_receipt_stands"),
    ],
)
def test_a_receipt_has_a_document_and_is_no_slip(world, fen, document, refused):
    assert run(RECEIVE, fen, document) == refused


def test_a_round_brings_nothing_of_what_comes_later(world):
    rounds.planned(world)
    copied = "union_id, programme_id, fund_id, title, area_code, day, state, amounts, planned_by_id, version, system"
    insert = (
        f"insert into rounds_round ({copied}, minutes_no, decision, cancel_reason, {{column}})"
        f" select {copied}, '', '', '', {{value}} from rounds_round"
    )
    for column, value in {"released_at": "now()", "met_on": "day"}.items():
        assert run(insert.format(column=column, value=value)) == "RestrictViolation"
