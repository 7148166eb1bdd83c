"""Whoever does not see a fund sees nothing of its money and moves none of it, by any statement."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import FundSource, Movement
from bangfu.funds.models import Account, Fund, Transfer
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.reach import Scope
from makers.funds import Money, make_money
from makers.unions import make_union

pytestmark = pytest.mark.django_db

DAY = date(2010, 10, 31)
MOVE = (
    "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference,"
    " day, by_name) values (%s, %s, %s, 1, gen_random_uuid(), %s, 'x', '2010-10-31', 'x')"
)


@pytest.fixture
def money() -> Money:
    """Two funds of a city, 100 fen available in the first."""
    money = make_money()
    with acting(operator()):
        receive = Posting(money.first.pk, Movement.RECEIVE, 100, "k", "单据")
        post_transfers([receive], day=DAY, by=operator())
    return money


@pytest.fixture
def county(money) -> Actor:
    """A fund officer of a county below, with a fund of the county's own."""
    union = make_union("G", "县", money.union, area="440981")
    by = Actor(1, "甲", Role.FUND_OFFICER, union.pk, Scope(union.pk, 2))
    with acting(by):
        own = Fund.objects.create(
            union=union, name="县", source=FundSource.UNION, programme=money.first.programme,
            area_code="440981", procedure="会议", opened_on=DAY,
        )  # fmt: skip
        for kind in ("source", "available", "reserved"):
            Account.objects.create(fund=own, kind=kind, allow_negative=kind == "source")
        assert move(own.pk, *accounts(own, "source", "available"), "receive") == ""
    return by


def accounts(fund: Fund, *kinds: str) -> list[int]:
    return [Account.objects.get(fund=fund, kind=kind).pk for kind in kinds]


def move(*values: object) -> str:
    """'' when the database takes the transfer, else its word for why not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(MOVE, values)
    except DatabaseError as error:
        cause = error.__cause__
        return cause.diag.constraint_name or type(cause).__name__
    return ""


def balances(fund: Fund) -> dict[str, int]:
    with acting(operator()):
        return dict(Account.objects.filter(fund=fund).values_list("kind", "balance"))


def test_books_of_another_are_not_there(money, county):
    with acting(county):
        assert set(Account.objects.values_list("fund__name", flat=True)) == {"县"}
        assert set(Transfer.objects.values_list("fund__name", flat=True)) == {"县"}
    assert not Account.objects.exists()  # nor to whoever has no scope
    assert not Transfer.objects.exists()


def test_nothing_is_moved_in_or_to_a_fund_out_of_sight(money, county):
    with acting(operator()):
        available, reserved = accounts(money.first, "available", "reserved")
    with acting(county):
        own = Fund.objects.get()
        mine = accounts(own, "available")[0]
        assert move(money.first.pk, available, reserved, "reserve") == "InsufficientPrivilege"
        for ends in ((mine, reserved), (available, reserved), (available, mine)):
            assert move(own.pk, *ends, "reserve") == "transfer_inside_fund"
        assert move(own.pk, mine, *accounts(own, "reserved"), "reserve") == ""
    assert balances(money.first)["available"] == 100
    assert balances(own) == {"source": -1, "available": 0, "reserved": 1}


def test_no_account_is_opened_in_a_fund_out_of_sight(money, county):
    with pytest.raises(DatabaseError), acting(county):
        Account.objects.create(fund_id=money.first.pk, kind="other")
