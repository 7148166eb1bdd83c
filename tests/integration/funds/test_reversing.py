"""A wrong receipt is reversed in red: proposed by one, done by another, within what is available."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.funds.commands.answer_reversal import answer_reversal
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import ReversalOutcome
from bangfu.funds.errors import (
    BeyondAvailable,
    BeyondReceipt,
    NoReason,
    ReversalAnswered,
    ReversalWaits,
    ReversedBySame,
)
from bangfu.funds.models import Fund, Reversal, ReversalAnswer, Transfer
from bangfu.funds.queries.balances import Balances, balances_of
from bangfu.funds.queries.check_money import check_money
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers import payees
from makers.funds import reserve
from makers.payees import TODAY
from makers.unions import appoint

pytestmark = pytest.mark.django_db
DONE, REFUSED = ReversalOutcome.DONE, ReversalOutcome.REFUSED


@pytest.fixture
def world() -> payees.World:
    """A fund that got 1,000 fen, and by a slip of the pen 90,000 more."""
    world = payees.make_world(received=1_000)
    receive_money(
        fund_id=world.fund.pk, amount_fen=90_000, reference="进账 9", day=TODAY, key="wrong",
        on=TODAY, by=world["planner"],
    )  # fmt: skip
    return world


def receipt(world: payees.World) -> Transfer:
    with acting(operator()):
        return Transfer.objects.get(fund=world.fund, reference="进账 9", reason="receive")


def propose(world: payees.World, fen: int = 90_000, **more) -> Reversal:
    usual = {"by": world["planner"], "reason": "多记了九百元", "on": TODAY}
    wrong = receipt(world)
    return propose_reversal(
        fund_id=world.fund.pk, receipt_id=wrong.pk, amount_fen=fen, **{**usual, **more}
    )


def answer(world: payees.World, one: Reversal, by: Actor, outcome=DONE, reason: str = ""):
    return answer_reversal(
        fund_id=world.fund.pk, reversal_id=one.pk, outcome=outcome, reason=reason, on=TODAY, by=by
    )


def held(fund: Fund) -> Balances:
    with acting(operator()):
        assert check_money() == []
        return balances_of([fund.pk])[fund.pk]


def test_one_proposes_another_reverses_and_the_source_stays_true(world):
    one = propose(world)
    assert held(world.fund).received == 91_000  # nothing moves by a proposal
    answer(world, one, world["approver"])
    now = held(world.fund)
    assert (now.received, now.available, now.adds_up) == (1_000, 1_000, True)
    with acting(operator()):
        red = Transfer.objects.get(reason="reverse")
    assert (red.about_id, red.amount, red.by_user_id) == (
        receipt(world).pk, 90_000, world["approver"].user_id,
    )  # fmt: skip


def test_what_was_too_much_is_reversed_in_parts_within_the_receipt(world):
    answer(world, propose(world, 50_000), world["approver"])
    with pytest.raises(BeyondReceipt, match=r"400\.00"):
        propose(world, 40_001)
    answer(world, propose(world, 40_000), world["approver"])
    with pytest.raises(BeyondReceipt, match="全部冲正"):
        propose(world, 1)


def test_not_beyond_what_is_available_neither_proposed_nor_done(world):
    waiting = propose(world)
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason,"
            " reference, day, by_name) select d.fund_id, d.id, c.id, 2000, 'r', 'reserve', 'x',"
            " '2010-10-31', 'x' from funds_account d join funds_account c using (fund_id)"
            " where d.fund_id = %s and d.kind = 'available' and c.kind = 'reserved'",
            [world.fund.pk],
        )
    with pytest.raises(BeyondAvailable, match=r"890\.00"):
        answer(world, waiting, world["approver"])
    answer(world, waiting, world["approver"], REFUSED, "先取消批次")
    with pytest.raises(BeyondAvailable, match=r"890\.00"):
        propose(world)
    assert held(world.fund).received == 91_000


def test_a_reason_is_demanded_of_either(world):
    with pytest.raises(NoReason):
        propose(world, reason="  ")
    with pytest.raises(NoReason):
        answer(world, propose(world), world["approver"], REFUSED, " ")


def test_the_same_twice_is_once_and_another_waits(world):
    one = propose(world)
    assert propose(world) == one
    with pytest.raises(ReversalWaits):
        propose(world, 1)
    first = answer(world, one, world["approver"])
    assert answer(world, one, world["approver"]) == first
    with pytest.raises(ReversalAnswered):
        answer(world, one, world["approver"], REFUSED, "改主意")
    with acting(operator()):
        assert Transfer.objects.filter(reason="reverse").count() == 1


def test_who_booked_or_proposed_does_not_reverse(world):
    """The same persons, appointed to decide besides."""
    city = world.unions["city"]
    booked = appoint("planner", Role.APPROVER, city)
    colleague = appoint("colleague", Role.FUND_OFFICER, city)
    one = propose(world, by=colleague)
    for by in (booked, appoint("colleague", Role.APPROVER, city)):
        with pytest.raises(ReversedBySame):
            answer(world, one, by)
    with pytest.raises(NotPermitted):
        answer(world, one, colleague)
    with pytest.raises(NotPermitted):
        propose(world, by=world["approver"])


def test_another_county_neither_proposes_nor_sees(world):
    with pytest.raises(Fund.DoesNotExist):
        propose(world, by=world["huazhou"])
    one = propose(world)
    outsider = appoint("hz-approver", Role.APPROVER, world.unions["huazhou"])
    with pytest.raises(Fund.DoesNotExist):
        answer(world, one, outsider)
    with acting(outsider):
        assert not Reversal.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            ReversalAnswer.objects.create(
                reversal_id=one.pk, outcome="refused", reason="x", answered_on=TODAY,
                answered_by_id=outsider.officer_id, answered_by_name="x",
            )  # fmt: skip


RED = (
    "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, about_id,"
    " reference, day, by_user_id, by_name) select t.fund_id, t.credit_id, t.debit_id, {amount},"
    " {idem}, 'reverse', t.id, 'x', '2010-10-31', {by}, 'x' from funds_transfer t where t.id = %s"
)
ANSWER = (
    "insert into funds_reversalanswer (reversal_id, outcome, reason, answered_by_id,"
    " answered_by_name, answered_on) values ({one}, '{outcome}', 'x', {by}, 'x', '2010-10-31')"
)


@pytest.mark.parametrize(
    ("amount", "idem", "who"),
    [("90000", "'red'", "approver"), ("89999", "", "approver"), ("90000", "", "planner")],
)
def test_by_sql_nothing_is_reversed_but_what_another_proposed(world, amount, idem, who):
    one, wrong = propose(world), receipt(world)
    by = world[who]
    statement = RED.format(amount=amount, idem=idem or f"'reverse:{one.pk}'", by=by.user_id)
    refused = pytest.raises(DatabaseError, match="reversed as proposed")
    with refused, acting(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [wrong.pk])


@pytest.mark.parametrize(
    ("outcome", "who"), [("done", "approver"), ("refused", "planner"), ("done", "planner")]
)
def test_by_sql_no_answer_without_its_movement_nor_by_the_proposer(world, outcome, who):
    by = world[who]
    statement = ANSWER.format(one=propose(world).pk, outcome=outcome, by=by.user_id)
    refused = pytest.raises(DatabaseError, match="answered by another")
    with refused, acting(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_by_sql_who_booked_it_does_not_reverse_what_another_proposed(world):
    proposer = appoint("second", Role.FUND_OFFICER, world.unions["city"])
    one, wrong, by = propose(world, by=proposer), receipt(world), world["planner"]
    statement = RED.format(amount=90_000, idem=f"'reverse:{one.pk}'", by=by.user_id)
    refused = pytest.raises(DatabaseError, match="reversed as proposed")
    with refused, acting(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [wrong.pk])


def test_by_sql_it_is_answered_by_who_moved_it(world):
    one, wrong, moved_by = propose(world), receipt(world), world["approver"]
    other = appoint("second", Role.APPROVER, world.unions["city"])
    red = RED.format(amount=90_000, idem=f"'reverse:{one.pk}'", by=moved_by.user_id)
    for by, refused in (
        (other, pytest.raises(DatabaseError, match="answered by another")),
        (moved_by, nullcontext()),
    ):
        answered = ANSWER.format(one=one.pk, outcome="done", by=by.user_id)
        with refused, acting(by), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(red, [wrong.pk])
            cursor.execute(answered)


def test_by_sql_nothing_but_a_receipt_is_proposed(world):
    with acting(operator()):
        reserve(world.fund, 7, 500)
        reserved = Transfer.objects.get(reason="reserve")
    refused = pytest.raises(DatabaseError, match="no such receipt to reverse")
    with refused, acting(world["planner"]), transaction.atomic():
        Reversal.objects.create(
            fund=world.fund, receipt=reserved, amount_fen=1, reason="x", proposed_on=TODAY,
            proposed_by_id=world["planner"].user_id, proposed_by_name="x",
        )  # fmt: skip


def test_an_answered_proposal_moves_nothing_more(world):
    one = propose(world)
    answer(world, one, world["approver"], REFUSED, "没有记错")
    by = appoint("second", Role.APPROVER, world.unions["city"])
    statement = RED.format(amount=90_000, idem=f"'reverse:{one.pk}'", by=by.user_id)
    refused = pytest.raises(DatabaseError, match="reversed as proposed")
    with refused, acting(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [receipt(world).pk])
    propose(world)  # a refusal frees the receipt for another proposal
