"""A table that a caller makes for himself never answers for the true one.

As the running role, which may make temporary tables: they come before `public` in its search path.
"""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.audit.models import Entry, Era
from bangfu.audit.recording import record
from bangfu.scope.actors import acting, operator
from bangfu.scope.search_path import loose_functions
from makers import payees, rounds

pytestmark = pytest.mark.django_db

COPY = "create temporary table {table} on commit drop as select * from public.{table}"
EMPTY = COPY + " with no data"
PAY = """
insert into public.rounds_payment (household_id, round_id, award_id, reference, amount_fen, bank,
  card_secret_id, card_index, state, released_by_id, bank_reason, system)
select a.household_id, a.round_id, a.id, 'x', a.amount_fen, a.bank, a.card_secret_id, a.card_index, 'released',
  r.planned_by_id, '', '' from public.rounds_award a join public.rounds_round r on r.id = a.round_id
"""


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 1)
    return world


def refusal(*statements: str) -> str:
    """'' when the database takes them all (and undoes them), else why it does not take the last."""
    with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        try:
            with transaction.atomic():
                cursor.execute(statements[-1])
        except DatabaseError as error:
            diagnosed = error.__cause__.diag
            return diagnosed.constraint_name or diagnosed.message_primary
        finally:
            transaction.set_rollback(True)
    return ""


def test_a_payment_asks_the_true_round(world):
    rounds.rostered(world)
    released = "update pg_temp.rounds_round set state = 'released', planned_by_id = -1"
    shadows = [COPY.format(table="rounds_round"), EMPTY.format(table="rounds_payment"), released]
    assert refusal(PAY) == "payment_as_approved"
    assert refusal(*shadows, PAY) == "payment_as_approved"


def test_a_return_is_closed_by_a_true_decision(world):
    rounds.answered(world, rounds.released(world), return_every=1)
    shadows = [
        EMPTY.format(table="rounds_returndecision"),
        "insert into pg_temp.rounds_returndecision (id, payment_id)"
        " select 1, id from public.rounds_payment",
    ]
    close = "update public.rounds_payment set state = 'closed'"
    assert refusal(*shadows, close) == refusal(close) == "a return is closed by a decision"


def test_a_posting_moves_the_true_balance(world):
    rounds.planned(world)
    spend = """
    insert into public.funds_transfer
      (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)
    select d.fund_id, d.id, c.id, 1000000000, 'x', 'reserve', 'x', '2010-10-31', 'x'
    from public.funds_account d join public.funds_account c
      on c.fund_id = d.fund_id and c.kind = 'reserved' where d.kind = 'available'
    """
    assert refusal(spend) == "account_not_overdrawn"
    assert refusal(COPY.format(table="funds_account"), spend) == "account_not_overdrawn"


def test_an_entry_of_the_log_bears_the_true_era(world):
    with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EMPTY.format(table="audit_era"))
        cursor.execute("insert into pg_temp.audit_era (id) values (4242)")
        record(operator(), "test.act", "household", 1)
        cursor.execute("drop table pg_temp.audit_era")
    assert Entry.objects.latest("id").era == Era.objects.latest("id").pk


def test_no_function_looks_tables_up_as_its_caller_does(world):
    assert loose_functions() == []
