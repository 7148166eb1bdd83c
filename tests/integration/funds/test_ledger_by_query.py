"""The ledger's door for a batch: a movement for each row of a query, each once, all or none."""

from __future__ import annotations

import pytest
from django.db.models import F, Value

from bangfu.funds.commands.post_each import post_each
from bangfu.funds.enums import Movement
from bangfu.funds.errors import FundOverdrawn, KeyReused, NoDocument, NotPositive, TooMuch
from bangfu.funds.models import Account
from bangfu.funds.queries.balances import balances_of
from bangfu.scope.actors import operator
from makers.funds import DAY, Money, give

NONE, LIMIT = 0, 10**13


@pytest.fixture(autouse=True)
def funded(money) -> None:
    for fund in (money.first, money.second):
        give(fund, 1_000)


def post(
    money: Money, amount: int, kinds: tuple[str, ...] = ("paid", "lost"), **more: object
) -> int:
    """A movement of so much for each of the fund's accounts of these kinds, called by its kind."""
    rows = Account.objects.filter(fund=money.first, kind__in=kinds)
    acts = rows.values_list(more.pop("reference", F("kind")), Value(amount) + F("balance") * 0)
    usual = {"fund_id": money.first.pk, "movement": Movement.RESERVE, "day": DAY}
    return post_each(acts, **{**usual, **more}, by=operator())


def reserved(money: Money) -> int:
    return balances_of([money.first.pk])[money.first.pk].reserved


def test_each_is_posted_once(money):
    assert [post(money, 10, ("paid",)), post(money, 10), post(money, 10)] == [1, 1, 0]
    assert reserved(money) == 20


def test_a_key_is_never_used_for_another_amount_or_fund(money):
    assert post(money, 10) == 2
    with pytest.raises(KeyReused):
        post(money, 11)
    with pytest.raises(KeyReused):
        post(money, 10, fund_id=money.second.pk)
    with pytest.raises(KeyReused):  # a new one beside an old one that differs
        post(money, 11, ("paid", "clearing"))
    assert reserved(money) == 20


def test_a_fund_without_accounts_is_told(money):
    with pytest.raises(KeyReused):
        post(money, 10, fund_id=NONE)


@pytest.mark.parametrize(
    ("amount", "error"),
    [(0, NotPositive), (-1, NotPositive), (LIMIT + 1, TooMuch), (501, FundOverdrawn)],
)
def test_bad_amounts_are_refused_whole(money, amount, error):
    with pytest.raises(error):
        post(money, amount)
    assert reserved(money) == 0


def test_each_has_a_document(money):
    with pytest.raises(NoDocument):
        post(money, 1, ("paid",), reference=Value(" "))
