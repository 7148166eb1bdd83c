"""Somebody with the owner's rights changed a round: it is neither closed nor sent out once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.errors import FileChanged, NotSettled
from bangfu.rounds.models import Round
from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers import payees, rounds


@pytest.fixture
def world(fresh_database) -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


@pytest.fixture
def edit(world, fresh_database) -> Callable[[str, str], None]:
    def changed(table: str, statement: str) -> None:
        connect_to(fresh_database, owner=True)
        with acting(operator()), connection.cursor() as cursor:
            cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(statement)
            cursor.execute("set constraints all immediate")
            cursor.execute(f"alter table {table} enable trigger user")
        connect_to(fresh_database)

    return changed


def reconcile(world: payees.World, round_: Round) -> Round:
    return reconcile_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["planner"])


def test_a_round_is_not_closed_while_its_books_disagree(world, edit):
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    edit("rounds_paymentfile", "update rounds_paymentfile set count = count + 1")
    with pytest.raises(NotSettled, match=r"账目与发放记录不一致.*笔数或总额"):
        reconcile(world, round_)
    assert rounds.again(world, round_).state == "sent"
    edit("rounds_paymentfile", "update rounds_paymentfile set count = count - 1")
    assert reconcile(world, round_).state == "reconciled"


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("rounds_award", "update rounds_award set payee_name = '别人' where sequence = 1"),
        ("rounds_payment", "update rounds_payment set bank = '别的银行'"),
        ("rounds_payment", "update rounds_payment set amount_fen = amount_fen + 1"),
        ("rounds_paymentfile", "update rounds_paymentfile set digest = repeat('0', 64)"),
    ],
)
def test_a_file_of_which_a_line_was_changed_does_not_go_out_again(world, edit, table, statement):
    round_ = rounds.released(world)
    rounds.send(world, round_)
    edit(table, statement)
    again = {"round_id": round_.pk, "on": payees.TODAY, "by": world["releaser"]}
    with pytest.raises(FileChanged):
        export_payment_file(**again)
