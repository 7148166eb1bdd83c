"""Money that arrived comes back: what undoes a transfer names it, is of its fund, and stays within it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import UNDOES, Movement
from bangfu.funds.errors import KeyReused, OutsideFund, UndoneBeyond
from bangfu.funds.models import Fund, Transfer
from bangfu.funds.queries.balances import balances_of
from bangfu.funds.queries.check_money import check_money
from bangfu.scope.actors import acting, operator
from makers.funds import DAY, Money, give, make_money

pytestmark = pytest.mark.django_db

PAID = (("reserve", 100), ("clear", 100), ("pay", 100))


@pytest.fixture
def money() -> Money:
    """Of each fund 1,000 fen received, 100 paid."""
    with acting(operator()):
        money = make_money()
        for fund in (money.first, money.second):
            give(fund, 1_000)
            for movement, fen in PAID:
                post(fund, movement, fen, f"{movement}:{fund.name}")
    return money


def post(fund: Fund, movement: str, fen: int, key: str, about: str = "") -> int:
    posting = Posting(fund.pk, Movement(movement), fen, key, "单据", about)
    with acting(operator()):
        return post_transfers([posting], day=DAY, by=operator())


def held(fund: Fund) -> dict[str, int]:
    with acting(operator()):
        assert check_money() == []
        assert balances_of([fund.pk])[fund.pk].adds_up
        return vars(balances_of([fund.pk])[fund.pk])


def test_a_claim_is_recovered_dropped_and_written_off_within_itself(money):
    post(money.first, "claim_back", 70, "claim", "pay:甲")
    assert (held(money.first)["paid"], held(money.first)["to_recover"]) == (30, 70)
    with pytest.raises(UndoneBeyond):
        post(money.second, "recovered", 10, "r", "claim")
    post(money.first, "recovered", 40, "r", "claim")
    post(money.first, "write_off", 10, "w", "claim")
    post(money.first, "claim_dropped", 20, "d", "claim")
    now = held(money.first)
    assert (now["to_recover"], now["lost"], now["paid"], now["available"]) == (0, 10, 50, 940)


@pytest.mark.parametrize("movement", ["recovered", "claim_dropped", "write_off"])
def test_a_claim_is_not_settled_beyond_itself(money, movement):
    post(money.first, "claim_back", 50, "one", "pay:甲")
    post(money.first, "claim_back", 50, "two", "pay:甲")
    post(money.first, movement, 50, "a", "one")
    with pytest.raises(UndoneBeyond):
        post(money.first, movement, 1, "b", "one")
    post(money.first, movement, 50, "c", "two")


def test_the_same_key_never_undoes_another_transfer(money):
    for key in ("one", "two"):
        post(money.first, "claim_back", 50, key, "pay:甲")
    assert post(money.first, "recovered", 10, "r", "one") == 1
    assert post(money.first, "recovered", 10, "r", "one") == 0
    for other in ("two", "pay:甲", ""):
        with pytest.raises(KeyReused):
            post(money.first, "recovered", 10, "r", other)
    assert held(money.first)["to_recover"] == 90


def test_a_payment_is_claimed_back_once_and_a_dropped_claim_frees_its_room(money):
    post(money.first, "claim_back", 100, "one", "pay:甲")
    post(money.first, "claim_dropped", 60, "dropped", "one")
    with pytest.raises(UndoneBeyond):
        post(money.first, "claim_back", 61, "two", "pay:甲")
    post(money.first, "claim_back", 60, "two", "pay:甲")
    assert held(money.first)["to_recover"] == 100


def test_both_in_one_statement(money):
    batch = [
        Posting(money.first.pk, Movement.CLAIM_BACK, 100, "claim", "单据", "pay:甲"),
        Posting(money.first.pk, Movement.RECOVERED, 100, "back", "单据", "claim"),
    ]
    with acting(operator()):
        assert post_transfers(batch, day=DAY, by=operator()) == 2
        assert post_transfers(batch, day=DAY, by=operator()) == 0
        assert Transfer.objects.get(idem="back").about.idem == "claim"
    assert (held(money.first)["paid"], held(money.first)["available"]) == (0, 1_000)


@pytest.mark.parametrize("movement", list(UNDOES))
@pytest.mark.parametrize("about", ["reserve:甲", "pay:乙", "clear:甲"])
def test_only_a_transfer_of_that_kind_and_fund_is_undone(money, movement, about):
    post(money.first, "claim_back", 50, "claim", "pay:甲")
    with pytest.raises(UndoneBeyond):
        post(money.first, movement, 1, "x", about)


@pytest.mark.parametrize("movement", list(UNDOES))
def test_what_undoes_says_what(money, movement):
    post(money.first, "claim_back", 50, "claim", "pay:甲")
    for about in ("", "nothing"):
        with pytest.raises(OutsideFund):
            post(money.first, movement, 1, "x", about)


def test_what_undoes_nothing_names_nothing(money):
    with pytest.raises(OutsideFund):
        post(money.first, "reserve", 1, "x", "pay:甲")


SEEDED = (
    "update funds_transfer set about_id = null where idem = 'claim'",
    "update funds_transfer set about_id = (select id from funds_transfer where idem = 'pay:乙')"
    " where idem = 'claim'",
    "update funds_transfer set about_id = (select id from funds_transfer where idem = 'clear:甲')"
    " where idem = 'claim'",
)


@pytest.mark.parametrize("fault", SEEDED)
def test_the_database_keeps_what_was_undone(money, fault):
    post(money.first, "claim_back", 50, "claim", "pay:甲")
    refused = pytest.raises(DatabaseError)
    with refused, acting(operator()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(fault)
