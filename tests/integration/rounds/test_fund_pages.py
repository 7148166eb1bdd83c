"""The pages of funds: opened by a form, money received once."""

from __future__ import annotations

import pytest
from asking_pages import as_officer, post
from django.urls import reverse

from bangfu.funds.models import Fund, Reversal, Transfer
from bangfu.scope.actors import acting, operator
from bangfu.web.templatetags.bangfu import MINUS
from makers import payees

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


@pytest.mark.parametrize(
    "amount", ["", "0", "-5", "1.234", "元", "８０万人", "abc", "1e3", "9" * 30]
)
def test_a_wrong_amount_is_said_in_words(world, amount):
    data = {"amount": amount, "reference": "1", "day": "2010-10-31", "key": "k"}
    response = post(world, "planner", "fund_receive", world.fund.pk, **data)
    assert response.status_code == 422
    assert "处需要修改" in response.content.decode()
    with acting(operator()):
        assert Transfer.objects.count() == 1


def test_receiving_twice_books_once_and_other_content_is_refused(world):
    data = {"amount": "100.50", "reference": "进账 7", "day": "2010-10-31", "key": "k"}
    for _ in range(2):
        response = post(world, "planner", "fund_receive", world.fund.pk, **data)
        assert response.status_code == 302
    other = post(world, "planner", "fund_receive", world.fund.pk, **{**data, "amount": "100.51"})
    assert other.status_code == 409
    late = post(world, "planner", "fund_receive", world.fund.pk, **{**data, "day": "2010-11-01"})
    assert late.status_code == 422
    with acting(operator()):
        assert Transfer.objects.filter(amount=10_050).count() == 1


def test_a_fund_is_opened_by_its_form(world):
    data = {
        "name": "新资金",
        "source": "union",
        "opened_on": "2010-10-31",
        "programme": world.fund.programme_id,
        "area_code": "440981",
        "classes": ["低保户"],
        "procedure": "联席会议",
    }
    assert post(world, "gaozhou", "fund_new", **data).status_code == 302
    outside = {**data, "name": "外地", "area_code": "440982"}
    assert post(world, "gaozhou", "fund_new", **outside).status_code == 422
    assert post(world, "gaozhou", "fund_new", **data).status_code == 422
    with acting(operator()):
        assert Fund.objects.filter(name__in=["新资金", "外地"]).count() == 1


def test_a_receipt_is_reversed_on_its_pages_and_stands_there_in_red(world):
    with acting(operator()):
        receipt = Transfer.objects.get()
    here = reverse("fund_movement", args=[world.fund.pk, receipt.pk])
    proposed = {"amount": "60,000", "reason": "进账单看错了"}
    parts = (world.fund.pk, receipt.pk)
    refused = post(world, "planner", "fund_reverse", *parts, **{**proposed, "reason": ""})
    assert refused.status_code == 422
    assert "60,000" in refused.content.decode()
    assert post(world, "planner", "fund_reverse", *parts, **proposed).url == here
    fund = as_officer(world, "approver").get(reverse("fund_page", args=[world.fund.pk]))
    assert "提出红字冲正 60,000.00 元" in fund.content.decode()
    assert here in fund.content.decode()
    with acting(operator()):
        one = Reversal.objects.get()
    page = as_officer(world, "approver").get(here).content.decode()
    assert "红字冲正 60,000.00 元" in page
    assert "进账单看错了" in page
    assert post(world, "approver", "fund_reversal_do", world.fund.pk, one.pk).url == here
    ledger = as_officer(world, "auditor").get(
        reverse("fund_page", args=[world.fund.pk]), {"show": "receipts"}
    )
    text = ledger.content.decode()
    assert f"{MINUS}60,000.00" in text
    assert "ink-red" in text
    assert here in text
    red = as_officer(world, "auditor").get(here).content.decode()
    assert "已红字冲正" in red
    assert "进账单看错了" in red


def test_a_reversal_that_is_refused_keeps_what_was_typed(world):
    with acting(operator()):
        receipt = Transfer.objects.get()
    proposed = {"amount": "60,000", "reason": "进账单看错了"}
    post(world, "planner", "fund_reverse", world.fund.pk, receipt.pk, **proposed)
    with acting(operator()):
        one = Reversal.objects.get()
    long = "长" * 201
    refused = post(world, "approver", "fund_reversal_refuse", world.fund.pk, one.pk, reason=long)
    assert refused.status_code == 422
    assert long in refused.content.decode()
    taken = post(
        world, "approver", "fund_reversal_refuse", world.fund.pk, one.pk, reason="没有记错"
    )
    assert taken.status_code == 303
    page = as_officer(world, "auditor").get(taken.url).content.decode()
    assert "没有记错" in page
