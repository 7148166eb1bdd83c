"""The ledger: what it books, what it refuses, and what nobody can do to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import UNDOES, WAYS, AccountKind, FundSource, Movement
from bangfu.funds.errors import (
    BadEarmark,
    FundNameTaken,
    FundOverdrawn,
    KeyReused,
    NoDocument,
    NotPositive,
    TooMuch,
)
from bangfu.funds.models import Account, Fund, Transfer
from bangfu.funds.queries.balances import balances_of
from bangfu.funds.queries.check_money import check_money
from bangfu.funds.queries.movements import PAGE, movements
from bangfu.scope.actors import acting, operator
from bangfu.scope.errors import NotPermitted

DAY = date(2010, 10, 31)


def post(*postings: Posting) -> int:
    return post_transfers(list(postings), day=DAY, by=operator())


def receive(fund: Fund, amount: int, key: str = "k") -> None:
    post(Posting(fund.pk, Movement.RECEIVE, amount, key, "单据"))


def test_money_goes_the_whole_way(money):
    receive(money.first, 1000)
    post(Posting(money.first.pk, Movement.RESERVE, 900, "r", "x"))
    post(Posting(money.first.pk, Movement.CLEAR, 800, "c", "x"))
    post(
        Posting(money.first.pk, Movement.PAY, 500, "p", "x"),
        Posting(money.first.pk, Movement.RETURN, 300, "b", "x"),
    )
    post(
        Posting(money.first.pk, Movement.RESTORE, 200, "s", "x"),
        Posting(money.first.pk, Movement.AGAIN, 100, "a", "x"),
    )
    held = balances_of([money.first.pk])[money.first.pk]
    assert (held.received, held.available, held.reserved) == (1000, 300, 200)
    assert (held.clearing, held.paid, held.returned) == (0, 500, 0)
    assert held.adds_up
    assert check_money() == []


def test_the_same_key_posts_once_and_never_other_content(money):
    one = Posting(money.first.pk, Movement.RECEIVE, 100, "k", "单据")
    assert [post(one), post(one), post(one, one)] == [1, 0, 0]
    for other in (
        one._replace(amount=101),
        one._replace(reference="别的"),
        one._replace(fund_id=money.second.pk),
    ):
        with pytest.raises(KeyReused):
            post(other)
        with pytest.raises(KeyReused):
            post(one, other)
    assert balances_of([money.first.pk])[money.first.pk].received == 100


def test_a_batch_is_all_or_nothing(money):
    receive(money.first, 100)
    reserves = [Posting(money.first.pk, Movement.RESERVE, 40, f"r{n}", "x") for n in range(3)]
    with pytest.raises(FundOverdrawn):
        post(*reserves)
    assert balances_of([money.first.pk])[money.first.pk].available == 100
    assert post(*reserves[:2]) == 2


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"amount": 0}, NotPositive),
        ({"amount": -1}, NotPositive),
        ({"amount": 10**13 + 1}, TooMuch),
        ({"reference": " "}, NoDocument),
    ],
)
def test_bad_amounts_and_missing_documents_are_refused(money, changed, error):
    one = Posting(money.first.pk, Movement.RECEIVE, 100, "k", "单据")
    with pytest.raises(error):
        post(one._replace(**changed))


@pytest.mark.parametrize("movement", [m for m in WAYS if m not in (Movement.RECEIVE, *UNDOES)])
def test_no_account_but_source_goes_below_zero(money, movement):
    with pytest.raises(FundOverdrawn):
        post(Posting(money.first.pk, movement, 1, "k", "x"))


def refused(statement: str, values: list[object] | None = None) -> str:
    """The database's word for its refusal: a constraint's name or an error class."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as it:
        it.execute(statement, values or [])
    cause = caught.value.__cause__
    return getattr(cause.diag, "constraint_name", "") or type(cause).__name__


INSERT = (
    "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, reference,"
    " day, by_name) values (%s, %s, %s, %s, %s, %s, 'x', '2010-10-31', 'x')"
)


def test_diversion_is_refused_whatever_the_statement(money):
    """挤占挪用: between funds, past a step, backwards; as the running role, in plain SQL."""
    receive(money.first, 1000)
    available = money.account(money.first, "available")
    for fund in (money.first, money.second):
        foreign = [fund.pk, available, money.account(money.second, "reserved"), 1, "d", "reserve"]
        assert refused(INSERT, foreign) == "transfer_inside_fund"
    listed = {(debit, credit): name for name, (debit, credit) in WAYS.items()}
    for debit in AccountKind:
        for credit in AccountKind:
            if debit == credit or (debit, credit) in listed:
                continue
            ids = [money.account(money.first, debit), money.account(money.first, credit)]
            for movement in ("reserve", "restore", "other"):
                skipped = [money.first.pk, *ids, 1, "d", movement]
                assert refused(INSERT, skipped) == "transfer_inside_fund"
    assert balances_of([money.first.pk])[money.first.pk].available == 1000


@pytest.mark.parametrize(
    "statement",
    [
        "update funds_account set balance = balance + 1",
        "update funds_account set allow_negative = true",
        "delete from funds_account",
        "truncate funds_account cascade",
        "update funds_transfer set amount = 1",
        "delete from funds_transfer",
        "truncate funds_transfer",
        "update funds_fund set programme_id = null",
        "update funds_fund set opened_on = opened_on - 1",
        "update funds_fund set classes = '[\"意外致困\"]'",
        "delete from funds_fund",
        "alter table funds_transfer disable trigger all",
        "set session_replication_role = replica",
    ],
)
def test_the_running_role_cannot_rewrite_the_books(money, statement):
    receive(money.first, 100)
    with acting(operator()):
        assert refused(statement) in {"InsufficientPrivilege", "RestrictViolation"}


def test_the_models_cannot_either(money):
    receive(money.first, 100)
    account = Account.objects.get(fund=money.first, kind="available")
    account.balance = 999
    for act in (
        account.save,
        account.delete,
        Transfer.objects.get().delete,
        lambda: Account.objects.update(balance=F("balance") + 1),
        lambda: Account.objects.create(fund=money.first, kind="paid", balance=5),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_forged_rows_are_refused(money):
    source, available = (money.account(money.first, kind) for kind in ("source", "available"))
    for amount in (0, -5):
        values = [money.first.pk, source, available, amount, "f", "receive"]
        assert refused(INSERT, values) == "transfer_positive"


def test_opening_a_fund_asks_for_a_whole_earmark(money):
    good = {
        "union": money.union,
        "name": "丙",
        "source": FundSource.UNION,
        "programme": money.first.programme,
        "area_code": "440900",
        "classes": ["低保户"],
        "procedure": "会议",
        "opened_on": DAY,
        "on": DAY,
        "by": operator(),
    }
    with acting(operator()):
        for bad in (
            {"classes": []},
            {"procedure": ""},
            {"name": " "},
            {"area_code": "000000"},
            {"area_code": "441000"},
        ):
            with pytest.raises(BadEarmark):
                open_fund(**{**good, **bad})
        with pytest.raises(FundNameTaken):
            open_fund(**{**good, "name": "甲"})
        assert open_fund(**good).accounts.count() == len(AccountKind)


def test_movements_page_by_keys_both_ways(money):
    for number in range(PAGE + 5):
        receive(money.first, 1, f"k{number}")
    with acting(operator()):
        first = movements(operator(), money.first.pk)
        second = movements(operator(), money.first.pk, after=first.after)
        back = movements(operator(), money.first.pk, before=second.before)
    assert (len(first.rows), len(second.rows)) == (PAGE, 5)
    assert (first.before, second.after) == ("", "")
    assert back.rows == first.rows


def test_money_is_received_by_fund_officers_alone(money):
    values = {
        "fund_id": money.first.pk,
        "amount_fen": 5,
        "reference": "单",
        "day": DAY,
        "key": "k",
        "on": DAY,
    }
    for role in ("filer", "approver", "releaser", "auditor"):
        by = operator().__class__(1, "甲", role, None, operator().scope)
        with pytest.raises(NotPermitted):
            receive_money(**values, by=by)
