"""Each step that moves money says what and how much before it is taken; no page is stale after a download."""

from __future__ import annotations

import re

import pytest
from asking_pages import act, as_officer, latest, page, post

from bangfu.funds.models import Fund, Transfer
from bangfu.rounds.models import PaymentFile, Round
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
RECEIPT = {"amount": "800,000", "reference": "拨款 8 号", "day": "2010-10-31", "key": "k"}


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 3)
    return world


def asked(world: payees.World, officer: str, url: str, /, *parts: int, **typed: object) -> str:
    response = post(world, officer, url, *parts, ask="1", **typed)
    assert response.status_code == 200
    return response.content.decode()


def crumbs(page: str) -> list[str]:
    """Addresses of the pages above, then what the page itself is called."""
    trail = page.partition('<ol class="crumb">')[2].partition("</ol>")[0]
    [here] = re.findall(r'<li aria-current="page">\s*([^<]*?)\s*</li>', trail)
    return [*re.findall(r'href="([^"]*)"', trail), here]


def test_a_question_says_where_it_stands_and_leads_back_there(world):
    fund, planned = world.fund.pk, rounds.planned(world)
    receipt = asked(world, "planner", "fund_receive", fund, **RECEIPT)
    assert crumbs(receipt) == ["/funds/", f"/funds/{fund}/", "收款记账"]
    decision = {"minutes_no": "纪要 3", "met_on": "2010-10-31", "total": "9000", "decision": "同意"}
    step = {"version": planned.version, **decision}
    decide = asked(world, "approver", "round_decide", planned.pk, **step)
    assert crumbs(decide) == ["/rounds/", f"/rounds/{planned.pk}/", "登记联席会议决定"]
    for shown in (receipt, decide):
        assert f'<a class="btn plain" href="{crumbs(shown)[-2]}">取消</a>' in shown


def test_what_is_typed_is_asked_about_and_can_be_changed(world):
    fund = world.fund.pk
    shown = asked(world, "planner", "fund_receive", fund, **RECEIPT)
    assert "收款 800,000.00 元，凭据“拨款 8 号”" in shown
    assert "记账 800,000.00 元" in shown
    assert 'name="ask"' not in shown
    changed = post(world, "planner", "fund_receive", fund, **RECEIPT, edit="1")
    assert changed.status_code == 200
    assert 'value="800,000"' in changed.content.decode()
    with acting(operator()):
        assert Transfer.objects.count() == 1  # the world's own: nothing was booked by asking
    wrong = post(world, "planner", "fund_receive", fund, **{**RECEIPT, "amount": "x"}, ask="1")
    assert wrong.status_code == 422


def test_a_new_earmark_is_said_before_it_is_for_good(world):
    typed = {
        "name": "夏送清凉", "source": "union", "opened_on": "2010-10-31", "procedure": "联席会议",
        "programme": world.fund.programme_id, "area_code": "440981", "classes": ["低保户"],
    }  # fmt: skip
    shown = asked(world, "gaozhou", "fund_new", **typed)
    assert "只能用于送温暖、地区 440981 的低保户" in shown
    with acting(operator()):
        assert not Fund.objects.filter(name="夏送清凉").exists()


def test_every_step_of_a_round_says_how_many_and_how_much(world):
    planned = rounds.planned(world)
    decision = {"minutes_no": "纪要 3", "met_on": "2010-10-31", "total": "9000", "decision": "同意"}
    step = {"version": planned.version, **decision}
    shown = asked(world, "approver", "round_decide", planned.pk, **step)
    assert "登记决定，预留 9,000.00 元" in shown
    act(world, "approver", planned, "decide", **decision)
    assert "锁定 3 户、6,000.00 元" in page(world, "planner", latest())
    act(world, "planner", latest(), "roster")
    assert "取消批次，退回 9,000.00 元" in page(world, "approver", latest())
    assert "放款 3 户、6,000.00 元" in page(world, "releaser", latest())
    act(world, "releaser", latest(), "release")
    assert "做成发放文件 3 笔、6,000.00 元" in page(world, "releaser", latest())
    post(world, "releaser", "round_send", planned.pk)
    assert "等回单的有 3 笔、6,000.00 元" in page(world, "releaser", latest())


def test_after_the_file_is_made_the_page_shows_it_and_it_is_fetched_from_there(world):
    released = rounds.released(world)
    sent = as_officer(world, "releaser").post(f"/rounds/{released.pk}/send/", follow=True)
    shown = sent.content.decode()
    with acting(operator()):
        file = PaymentFile.objects.get()
        assert Round.objects.get().state == "sent"
    assert f"发放文件 {file.number} 已做成：3 笔、6,000.00 元" in shown
    assert "下载发放文件" in shown
    assert "做成发放文件" not in shown
    fetched = post(world, "releaser", "round_export", released.pk, kind="csv", number=file.number)
    assert fetched.status_code == 200
    assert "6000.00" in fetched.content.decode("utf-8-sig")
    assert post(world, "huazhou", "round_send", released.pk).status_code == 404
