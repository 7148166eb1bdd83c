"""Not even who owns the tables moves a balance but by a transfer: a guard's word, where rights say nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers import payees

BY_HAND = (
    "update funds_account set balance = balance + 1",
    "update funds_account set balance = balance",
    "update funds_account set kind = 'lost' where kind = 'paid'",
    "delete from funds_account where kind = 'lost'",
)


def test_a_balance_moves_by_transfer_alone(fresh_database):
    payees.make_world()
    connect_to(fresh_database, owner=True)
    for statement in BY_HAND:
        refused = pytest.raises(DatabaseError, match="a balance moves only by transfer")
        with refused, acting(operator()), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
