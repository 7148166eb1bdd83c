"""The pages of rounds, each step by the officer whose it is, on the running role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asking_pages import act, as_officer, latest, page, post
from django.urls import reverse

from bangfu.acts import frame
from bangfu.funds.models import Transfer
from bangfu.funds.rules.restrictions import Breach
from bangfu.registry.models import Household
from bangfu.rounds import duties
from bangfu.rounds.models import Award
from bangfu.rounds.papers import roster_paper
from bangfu.rounds.queries import roster
from bangfu.scope.actors import acting, operator
from makers import payees, people, rounds
from sheets import sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def test_the_whole_way_by_pages(world):
    payees.families(world, 6)
    new = {"title": "冬季一批", "fund": world.fund.pk, "day": "2010-10-31", "area_code": "440900"}
    assert post(world, "planner", "round_new", **new, amount_0="2,000.00").status_code == 302
    round_ = latest()
    assert "登记并预留资金" in page(world, "approver", round_)
    decision = {"minutes_no": "3", "met_on": "2010-10-30", "total": "20000", "decision": "同意"}
    assert act(world, "approver", round_, "decide", **decision).status_code == 302
    assert act(world, "planner", latest(), "roster").status_code == 302
    assert "由放款人办理" in page(world, "planner", latest())
    assert act(world, "releaser", latest(), "release").status_code == 302
    response = post(world, "releaser", "round_export", round_.pk, kind="csv")
    assert response["Content-Disposition"].startswith("attachment")
    assert "困难" not in response.content.decode("utf-8-sig")
    again = post(world, "releaser", "round_export", round_.pk, kind="csv")
    assert again.content == response.content
    xlsx = [post(world, "releaser", "round_export", round_.pk, kind="xlsx") for _ in range(2)]
    assert xlsx[0].content == xlsx[1].content
    sent = post(world, "releaser", "round_simulate", round_.pk, return_every="3")
    assert sent.status_code == 302
    shown = page(world, "approver", latest())
    assert "账户已销户" in shown
    with acting(operator()):
        returned = list(Award.objects.filter(payments__state="returned"))
    for award in returned:
        url = {"outcome": "restore", "reason": "本人放弃", "version": latest().version}
        done = post(world, "approver", "round_return_decide", round_.pk, award.pk, **url)
        assert done.status_code == 302
    assert act(world, "planner", latest(), "reconcile").status_code == 302
    assert latest().state == "reconciled"
    assert "对账结清" in page(world, "auditor", latest())
    for name in ("fund_list", "round_list"):
        assert as_officer(world, "auditor").get(reverse(name)).status_code == 200
    assert (
        "账平"
        in as_officer(world, "auditor")
        .get(reverse("fund_page", args=[world.fund.pk]))
        .content.decode()
    )


@pytest.mark.parametrize(("days", "offered"), [(0, True), (1, False)])
def test_a_release_is_offered_from_the_rounds_day_on(world, days, offered):
    payees.families(world, 1)
    round_ = rounds.rostered(world, day=payees.TODAY + timedelta(days=days))
    shown = page(world, "releaser", round_)
    assert ("从“送温暖专项资金”放款 1 户" in shown) is offered
    assert ("起可以放款" in shown) is not offered


def test_no_card_is_on_any_page(world):
    payees.families(world, 2)
    round_ = rounds.released(world)
    cards = [people.card(1), people.card(2), people.identity(1)]
    for name in ("planner", "auditor"):
        text = page(world, name, round_)
        left = as_officer(world, name).get(reverse("round_left_out", args=[round_.pk]))
        assert not any(card in text + left.content.decode() for card in cards)
    for url in ("round_roster_xlsx", "round_roster_pdf"):
        paper = as_officer(world, "auditor").get(reverse(url, args=[round_.pk]))
        assert paper.status_code == 200
        assert not any(card.encode() in paper.content for card in cards)


def test_every_sheet_of_the_roster_says_who_printed_it_and_when(world):
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    with frame.act(duties.READ, world["planner"]):
        rows = roster.roster_lines(round_, world["planner"]) * 60
    paper = roster_paper(
        round_, rows, by_name="王资金", at=datetime(2026, 11, 29, 9, 5, tzinfo=UTC)
    )
    sheets = sheets_of(paper)
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert "打印人:王资金2026-11-2909:05" in sheet
        assert f"第{number}页,共{len(sheets)}页" in sheet
    shown = as_officer(world, "auditor").get(reverse("round_roster_pdf", args=[round_.pk]))
    assert f"打印人:{world['auditor'].name}" in sheets_of(shown.content)[0]


def test_a_second_click_and_a_stale_page(world):
    round_ = rounds.planned(world)
    decision = {"minutes_no": "3", "met_on": "2010-10-30", "total": "200", "decision": "同意"}
    assert act(world, "approver", round_, "decide", **decision).status_code == 302
    assert act(world, "approver", round_, "decide", **decision).status_code == 302
    with acting(operator()):
        assert Transfer.objects.filter(reason="reserve").count() == 1
    assert act(world, "planner", round_, "roster").status_code == 409


def test_elsewhere_there_is_nothing(world):
    payees.families(world, 1)
    round_ = rounds.released(world)
    stranger = as_officer(world, "huazhou")
    for url in ("round_page", "round_left_out", "round_roster_xlsx", "round_roster_pdf"):
        assert stranger.get(reverse(url, args=[round_.pk])).status_code == 404
    assert stranger.get(reverse("fund_page", args=[world.fund.pk])).status_code == 404
    for url in ("round_export", "round_simulate"):
        assert stranger.post(reverse(url, args=[round_.pk])).status_code == 404
    assert "送温暖专项资金" not in stranger.get(reverse("fund_list")).content.decode()


def test_roles_that_may_not_get_403(world):
    round_ = rounds.planned(world)
    assert act(world, "planner", round_, "decide").status_code in (403, 422)
    assert act(world, "auditor", round_, "cancel", reason="x").status_code == 403
    assert post(world, "auditor", "round_export", round_.pk).status_code == 403
    assert post(world, "releaser", "fund_receive", world.fund.pk).status_code == 403
    assert latest().state == "planned"


def test_households_with_several_reasons_are_explained(world):
    payees.families(world, 1)
    round_ = rounds.planned(world, amounts={"低保边缘户": 100_000})
    text = page(world, "planner", round_)
    left = as_officer(world, "planner").get(reverse("round_left_out", args=[round_.pk]))
    for shown in (text, left.content.decode()):
        assert "共 1 户未列入。一户有几个原因的，每个原因各计一次" in shown
    assert "写明的理由" not in text  # nobody has given one yet


def test_a_release_tells_whom_it_held_back(world):
    """By the file's number where the message is kept between two pages, by name on the page."""
    _stays, leaves = payees.families(world, 2)
    round_ = rounds.rostered(world)
    with acting(operator()):
        Household.objects.filter(pk=leaves.pk).update(area_code="441000")
    client = as_officer(world, "releaser")
    answered = client.post(
        reverse("round_release", args=[round_.pk]), {"version": round_.version}, follow=True
    )
    shown = answered.content.decode()
    assert (
        f"已放款 1 笔、2,000.00 元。1 户暂缓，请审批人作出处理决定：{leaves.file_no}（{Breach.PLACE}）。"
        in shown
    )
    assert f"{Breach.PLACE}，放款时暂缓" in shown
    assert "样例2" not in str(list(answered.context["messages"]))


def test_leaving_a_form_leads_back_to_the_list_as_it_was_left(world):
    client, new = as_officer(world, "planner"), reverse("round_new")
    left = f"{reverse('round_list')}?state=planned"
    cancel = f'<a class="btn plain" href="{left}">'
    shown = client.get(new, headers={"referer": f"http://testserver{left}"})
    assert cancel in shown.content.decode()
    # Refused, it knows still: the page that asked is then the form's own.
    refused = client.post(new, {"back": left}, headers={"referer": f"http://testserver{new}"})
    assert refused.status_code == 422
    assert cancel in refused.content.decode()
    for elsewhere in ("http://elsewhere.test/rounds/", "http://testserver/files/?text=1"):
        shown = client.get(new, headers={"referer": elsewhere}).content.decode()
        assert f'<a class="btn plain" href="{reverse("round_list")}">' in shown
    forged = client.post(new, {"back": "https://elsewhere.test/rounds/"}).content.decode()
    assert "elsewhere.test" not in forged
