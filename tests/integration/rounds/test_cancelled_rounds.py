"""Rounds that are cancelled or not locked yet: on pages, on papers, and in the log."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from asking_pages import act, as_officer, latest, page, post, texts_of, title_of, upload
from django.urls import reverse

from bangfu.audit.models import Entry
from bangfu.rounds.models import Award
from bangfu.rounds.queries.check_money import check_money
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


REASON = "样例户张三家已搬走"


def test_a_cancelled_round_is_marked_wherever_it_is_shown(world):
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    live = as_officer(world, "auditor").get(reverse("round_roster_xlsx", args=[round_.pk]))
    assert "已取消" not in texts_of(live.content)
    assert act(world, "planner", round_, "cancel", reason=REASON).status_code == 302
    text = page(world, "auditor", latest())
    assert "本批已取消" in text
    assert REASON in text
    left = as_officer(world, "auditor").get(reverse("round_left_out", args=[round_.pk]))
    assert "本批已取消" in left.content.decode()
    for url, kind in (("round_roster_xlsx", "xlsx"), ("round_roster_pdf", "pdf")):
        paper = as_officer(world, "auditor").get(reverse(url, args=[round_.pk]))
        assert quote(f"花名册-批次{round_.pk}-已取消.{kind}") in paper["Content-Disposition"]
        said = texts_of(paper.content) if kind == "xlsx" else title_of(paper.content)
        assert "花名册（已取消）" in said
    assert post(world, "releaser", "round_export", round_.pk, kind="csv").status_code == 409
    assert upload(world, round_, "a.csv", b"x").status_code in (409, 422)


def test_the_books_of_a_cancelled_round_agree(world):
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    assert act(world, "planner", round_, "cancel", reason=REASON).status_code == 302
    with acting(operator()):
        assert check_money() == []


def test_a_round_without_a_locked_roster_hands_none_out(world):
    payees.families(world, 1)
    round_ = rounds.decided(world)
    for cancelled in (False, True):
        if cancelled:
            assert act(world, "planner", round_, "cancel", reason=REASON).status_code == 302
        for url in ("round_roster_xlsx", "round_roster_pdf"):
            refused = as_officer(world, "auditor").get(reverse(url, args=[round_.pk]))
            assert refused.status_code == 409
            assert "没有锁定过花名册" in refused.content.decode()
        assert "花名册 PDF" not in page(world, "auditor", latest())


def test_the_log_holds_no_reason_that_somebody_typed(world):
    payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    with acting(operator()):
        award = Award.objects.get()
    typed = {"outcome": "restore", "reason": REASON, "version": latest().version}
    assert (
        post(world, "approver", "round_return_decide", round_.pk, award.pk, **typed).status_code
        == 302
    )
    payees.families(world, 1, start=50)
    another = rounds.decided(world)
    assert act(world, "planner", another, "cancel", reason=REASON).status_code == 302
    receipt = {"amount": "1", "reference": REASON, "day": "2010-10-31", "key": "k2"}
    assert post(world, "planner", "fund_receive", world.fund.pk, **receipt).status_code == 302
    assert not [entry for entry in Entry.objects.all() if "张三" in str(entry.detail)]
    cancelled = Entry.objects.get(action="rounds.cancel")
    assert cancelled.detail == {"reason_given": True, "unreserved_fen": 2_000_000}
