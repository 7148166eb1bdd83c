"""What the ledger holds while it posts, from several connections, and against its owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.funds.models import Fund
from bangfu.funds.queries.check_money import check_money
from bangfu.scope.actors import acting, operator
from beside import beside, until_it_waits
from harness import connect_to
from makers.funds import DAY, give, make_fund, make_money


@pytest.fixture
def funds(fresh_database) -> list[Fund]:
    """Eight with money, in the order of their accounts."""
    with acting(operator()):
        money = make_money()
        programme = money.first.programme
        more = [make_fund(money.union, programme, name=f"第{number}项") for number in range(6)]
        funds = [money.first, money.second, *more]
        for fund in reversed(funds):  # so that they lie in the other order, too
            give(fund, 1_000)
    return funds


def reserve(key: str, *funds: Fund) -> Callable[[], int]:
    batch = [Posting(fund.pk, Movement.RESERVE, 1, f"{key}:{fund.pk}", "单据") for fund in funds]

    def act() -> int:
        with acting(operator()):
            return post_transfers(batch, day=DAY, by=operator())

    return act


@pytest.mark.parametrize("backwards", [False, True])
def test_a_batch_takes_its_funds_in_the_order_of_their_accounts(funds, backwards):
    """While it waits for the first it holds none of the others: so two batches never wait for each
    other, whatever order their lines have.
    """
    first, *others = funds
    lines = reversed(funds) if backwards else funds
    with transaction.atomic(), acting(operator()):
        reserve("held", first)()
        batch, posted = beside(reserve("batch", *lines))
        until_it_waits(batch)
        small, done = beside(limited(reserve("beside", *others)))
        small.join(timeout=60)
        assert done == [7]
    batch.join(timeout=60)
    assert posted == [8]
    with acting(operator()):
        assert check_money() == []


def limited(act: Callable[[], int]) -> Callable[[], int]:
    """Refused instead of waiting long for a lock."""

    def within() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '5s'")
            return act()

    return within


@pytest.mark.parametrize(
    "statement",
    [
        "update funds_account set balance = balance + 1",
        "update funds_account set balance = 0 where kind = 'reserved'",
        "update funds_account set fund_id = fund_id",
        "delete from funds_account where balance = 0",
        "insert into funds_account (fund_id, kind, balance, allow_negative)"
        " select max(fund_id), 'x', 1, false from funds_account",
    ],
)
def test_its_owner_moves_no_balance_by_hand(funds, fresh_database, statement):
    """The owner has the right to; the trigger refuses whoever is not a transfer."""
    connect_to(fresh_database, owner=True)
    refused = pytest.raises(DatabaseError, match=r"moves only by transfer|opens empty")
    with refused, acting(operator()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
