"""The pages of funds: opened by a form, money received once."""

from __future__ import annotations

import pytest
from asking_pages import post

from bangfu.funds.models import Fund, Transfer
from bangfu.scope.actors import acting, operator
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
