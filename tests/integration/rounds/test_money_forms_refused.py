"""What a money form says of bad input, at its field, with everything typed still there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from bangfu.accounts.models import User
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.errors import BeforeOpening, ReceiptTwice, ReceivedLater
from bangfu.funds.models import Fund, Transfer
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.models import Award, Payment, ReturnDecision, Round
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.funds import make_fund

pytestmark = pytest.mark.django_db
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
RECEIPT = {"amount": "100", "reference": "进账 7", "day": "2010-10-31", "key": "k1"}
ROUND = {"title": "冬季一批", "day": "2010-11-15", "area_code": "440900", "amount_0": "1000"}
DECISION = {"minutes_no": "纪要 3", "met_on": "2010-10-30", "total": "200", "decision": "同意"}


@pytest.fixture
def world(settings) -> payees.World:
    settings.STORAGES = {**settings.STORAGES, **PLAIN}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return payees.make_world()


def post(world: payees.World, officer: str, url: str, /, *parts: int, **data: Any) -> Any:
    client = Client()
    user = User.objects.get(pk=world[officer].user_id)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.post(reverse(url, args=parts), data)


def shown_at(response: Any, field: str, said: str) -> None:
    """The form comes back, the sentence at the field (or, for "", above all of them)."""
    assert response.status_code == 422
    text = response.content.decode()
    assert escape(said) in text
    assert "处需要修改" in text
    if field:
        assert f'id="id_{field}_error"' in text


def received() -> int:
    with acting(operator()):
        return Transfer.objects.filter(reason="receive").count()


def test_the_same_slip_from_a_second_form_is_refused(world):
    fund = world.fund.pk
    assert post(world, "planner", "fund_receive", fund, **RECEIPT).status_code == 302
    for reference in ("进账 7", "进账７"):
        again = RECEIPT | {"key": "k2", "reference": reference}
        refused = post(world, "planner", "fund_receive", fund, **again)
        shown_at(refused, "reference", "写明“之二”")
        assert "planner已于" in refused.content.decode()
        assert f'value="{reference}"' in refused.content.decode()
    assert received() == 2
    for more in ({"reference": "进账 7 之二"}, {"amount": "101"}, {"day": "2010-10-30"}):
        another = RECEIPT | {"key": str(more)[:30]} | more
        assert post(world, "planner", "fund_receive", fund, **another).status_code == 302
    assert received() == 5


def test_the_command_refuses_what_the_form_would(world):
    typed: dict[str, Any] = {
        "fund_id": world.fund.pk,
        "amount_fen": 10_000_000,
        "on": payees.TODAY,
        "by": operator(),
    }
    slip = {"reference": "拨款 1 号", "day": payees.TODAY}
    with acting(operator()):
        assert not receive_money(**typed, **slip, key="first")
        with pytest.raises(ReceiptTwice):
            receive_money(**typed, **slip, key="second")
        early = world.fund.opened_on - timedelta(days=1)
        with pytest.raises(BeforeOpening):
            receive_money(**typed, reference="早", day=early, key="third")
        late = payees.TODAY + timedelta(days=1)
        with pytest.raises(ReceivedLater):
            receive_money(**typed, reference="晚", day=late, key="fourth")
    assert received() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "2009-12-31", "早于资金的设立日期 2010-01-01"),
        ("amount", "100000000000.01", "超过一千亿元"),
        ("reference", "\u200b", "请填写凭据编号"),
    ],
)
def test_a_receipt_that_cannot_be_is_said_at_its_field(world, field, value, said):
    data = RECEIPT | {field: value}
    refused = post(world, "planner", "fund_receive", world.fund.pk, **data)
    shown_at(refused, field, said)
    kept = next(name for name in ("amount", "reference") if name != field)
    assert f'value="{RECEIPT[kept]}"' in refused.content.decode()
    assert received() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("opened_on", "2010-11-01", "晚于今天（2010-10-31）"),
        ("area_code", "440982", "不在高州市总工会的地区 440981 之内"),
        ("name", "送温暖专项资金", "请换一个名称"),
    ],
)
def test_a_fund_that_cannot_be_is_said_at_its_field(world, field, value, said):
    data = {
        "name": "新资金",
        "source": "union",
        "opened_on": "2010-10-31",
        "programme": world.fund.programme_id,
        "area_code": "440981",
        "classes": ["低保户"],
        "procedure": "联席会议",
    }
    refused = post(world, "gaozhou", "fund_new", **(data | {field: value}))
    shown_at(refused, field, said)
    assert 'value="联席会议"' in refused.content.decode()
    with acting(operator()):
        assert Fund.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "more", "said"),
    [
        ("day", {"day": "2009-12-31"}, "早于资金设立日 2010-01-01"),
        ("day", {"day": "2011-11-02"}, "超过一年"),
        ("area_code", {"area_code": "441000"}, "不在资金的使用范围"),
        ("amount_0", {"amount_0": "3000.01"}, "低保户的金额超过每人每次上限 3,000.00 元"),
        ("amount_1", {"amount_1": "9000"}, "低保边缘户的金额超过每人每次上限"),
        ("amount_2", {"amount_2": "100"}, "资金的帮扶对象不含意外致困户"),
    ],
)
def test_a_round_that_cannot_be_is_said_in_its_form(world, at, more, said):
    data = ROUND | {"fund": world.fund.pk} | more
    refused = post(world, "planner", "round_new", **data)
    shown_at(refused, at, said)
    assert 'value="冬季一批"' in refused.content.decode()
    with acting(operator()):
        assert not Round.objects.exists()


def test_a_round_without_a_name_or_an_amount_is_told_of_both_at_once(world):
    data = {**ROUND, "fund": world.fund.pk, "title": "", "amount_0": ""}
    refused = post(world, "planner", "round_new", **data)
    shown_at(refused, "title", "请填写名称")
    shown_at(refused, "amount_0", "至少为一个类别填写每户标准")


def test_all_that_is_wrong_with_a_round_stands_at_its_fields_at_once(world):
    wrong = {"title": "", "day": "2009-12-31", "area_code": "441000"}
    refused = post(world, "planner", "round_new", **ROUND | {"fund": world.fund.pk} | wrong)
    for field, said in (("title", "请填写名称"), ("day", "设立日"), ("area_code", "使用范围")):
        shown_at(refused, field, said)
    assert "有 3 处需要修改" in refused.content.decode()
    over = {"title": "", "amount_0": "3000.01", "amount_1": "9000"}
    refused = post(world, "planner", "round_new", **ROUND | {"fund": world.fund.pk} | over)
    for number in (0, 1):
        shown_at(refused, f"amount_{number}", "超过每人每次上限")
    assert "有 3 处需要修改" in refused.content.decode()


def test_a_place_without_a_ceiling_is_said_at_the_place(world):
    opened = date(2009, 6, 1)
    fund = make_fund(world.fund.union, world.fund.programme, name="去年", opened_on=opened)
    data = ROUND | {"fund": fund.pk, "day": "2009-12-01"}
    said = "440900 在 2009-12-01 没有送温暖的每人每次上限"
    shown_at(post(world, "planner", "round_new", **data), "area_code", said)


def test_a_day_and_a_place_are_asked_about_whatever_classes_a_fund_names(world):
    """Also of a fund whose first class is given to no more: nothing is wrong with the day."""
    union, programme = world.fund.union, world.fund.programme
    fund = make_fund(
        union, programme, name="旧类别", classes=["特困职工", "低保户"], opened_on=date(2010, 1, 1)
    )
    data = ROUND | {"fund": fund.pk}
    shown_at(
        post(world, "planner", "round_new", **data | {"area_code": "441000"}), "area_code", "范围"
    )
    assert post(world, "planner", "round_new", **data).status_code == 302


def test_what_is_over_a_ceiling_is_said_in_one_short_sentence(world):
    data = ROUND | {"fund": world.fund.pk, "amount_0": "3000.01"}
    text = post(world, "planner", "round_new", **data).content.decode()
    said = re.findall(r"[^>]*超过每人每次上限[^<]*", text)
    assert {one.strip().removeprefix("低保户：") for one in said} == {
        "低保户的金额超过每人每次上限 3,000.00 元。请改正后重新提交。"
    }


def test_a_round_may_be_planned_a_year_ahead(world):
    data = ROUND | {"fund": world.fund.pk, "day": "2011-10-31"}
    assert post(world, "planner", "round_new", **data).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("met_on", "1900-01-01", "早于资金的设立日期 2010-01-01"),
        ("met_on", "2010-11-01", "晚于今天 2010-10-31"),
        ("total", "100000.01", "资金余额不足"),
        ("total", "100000000000.01", "超过一千亿元"),
    ],
)
def test_a_decision_that_cannot_be_is_said_at_its_field(world, field, value, said):
    round_ = rounds.planned(world)
    data = {"version": round_.version, **DECISION, field: value}
    refused = post(world, "approver", "round_decide", round_.pk, **data)
    shown_at(refused, field, said)
    assert 'value="纪要 3"' in refused.content.decode()
    assert rounds.again(world, round_).state == "planned"


@pytest.mark.parametrize("typed", ["８００", "800元", "８００．００ 元整", "￥800", " 800 "])
def test_amounts_are_taken_as_people_type_them(world, typed):
    data = RECEIPT | {"amount": typed}
    assert post(world, "planner", "fund_receive", world.fund.pk, **data).status_code == 302
    with acting(operator()):
        assert Transfer.objects.filter(amount=80_000).count() == 1


@pytest.mark.parametrize("typed", ["1,000", "1，000元", "１，０００"])
def test_thousands_are_taken_whatever_the_comma(world, typed):
    data = RECEIPT | {"amount": typed}
    assert post(world, "planner", "fund_receive", world.fund.pk, **data).status_code == 302
    with acting(operator()):
        assert Transfer.objects.filter(amount=100_000).count() == 1


def simulated(world: payees.World, round_: Round) -> Any:
    with acting(world["releaser"]):
        return simulate_bank(
            round_id=round_.pk, return_every=0, on=payees.TODAY, by=world["releaser"]
        )


def test_the_simulated_bank_answers_what_is_still_open(world):
    """A real answer for two came first, one of them returned; the made-up bank adds the third."""
    payees.families(world, 3)
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(rows[:3], Behaviour(return_every=2)))
    taken = simulated(world, round_)
    assert (taken.new, taken.paid, taken.returned, taken.waiting) == (True, 1, 0, 0)
    with acting(operator()):
        states = Payment.objects.filter(award__round=round_).values_list("state", flat=True)
        assert sorted(states) == ["paid", "paid", "returned"]
    assert not simulated(world, round_).new
    said = post(world, "releaser", "round_simulate", round_.pk, return_every="0")
    assert said.status_code == 302


def test_a_reason_that_is_too_long_comes_back_whole(world):
    """It was cut without a word."""
    payees.families(world, 1)
    planned = rounds.decided(world)
    reason = "不办了" * 70
    refused = post(world, "planner", "round_cancel", planned.pk,
                   version=planned.version, reason=reason)  # fmt: skip
    assert refused.status_code == 422
    assert f'value="{reason}"' in refused.content.decode()
    assert "最多 200 个字，现在是 210 个字。" in refused.content.decode()
    assert "<details" in (text := refused.content.decode())
    assert re.search(r'<details class="confirm[^"]*" open>', text)
    none = post(world, "planner", "round_cancel", planned.pk, version=planned.version, reason=" ")
    assert none.status_code == 422
    with acting(operator()):
        assert Round.objects.get(pk=planned.pk).state == "decided"


def test_a_decision_on_a_return_keeps_its_reason_and_is_taken_once(world):
    payees.families(world, 2)
    sent = rounds.released(world)
    rounds.answered(world, sent, return_every=1)
    with acting(operator()):
        first, second = Award.objects.order_by("pk")
        version = Round.objects.get(pk=sent.pk).version
    page = {"version": version, "reason": "本人放弃" * 60, "outcome": "restore"}
    refused = post(world, "approver", "round_return_decide", sent.pk, first.pk, **page)
    assert refused.status_code == 422
    assert f'value="{page["reason"]}"' in refused.content.decode()
    taken = page | {"reason": "本人放弃"}
    for _click in range(2):
        done = post(world, "approver", "round_return_decide", sent.pk, first.pk, **taken)
        assert done.status_code == 302
    stale = post(world, "approver", "round_return_decide", sent.pk, second.pk, **taken)
    assert stale.status_code == 409
    with acting(operator()):
        assert [one.award_id for one in ReturnDecision.objects.all()] == [first.pk]
