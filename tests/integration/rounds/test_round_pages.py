"""The pages of funds and rounds, each step by the officer whose it is, on the running role."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import money_world as made
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.funds.models import Fund, Transfer
from bangfu.rounds.models import Award, Payment, Round
from bangfu.rounds.papers import payment_file
from bangfu.scope.actors import acting, operator
from makers.money import answer_file

pytestmark = pytest.mark.django_db
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def world(settings) -> made.World:
    settings.STORAGES = {**settings.STORAGES, **PLAIN}
    return made.make_world()


@pytest.fixture(autouse=True)
def static_root(settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def as_officer(world: made.World, name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=world[name].user_id), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def post(world: made.World, officer: str, url: str, /, *parts: int, **data: object):
    return as_officer(world, officer).post(reverse(url, args=parts), data)


def page(world: made.World, name: str, found: Round) -> str:
    response = as_officer(world, name).get(reverse("round_page", args=[found.pk]))
    assert response.status_code == 200
    return response.content.decode()


def latest() -> Round:
    with acting(operator()):
        return Round.objects.latest("pk")


def act(world: made.World, name: str, found: Round, action: str, **more: object):
    data = {"version": found.version, **more}
    return post(world, name, f"round_{action}", found.pk, **data)


def test_the_whole_way_by_pages(world):
    made.families(world, 6)
    new = {"title": "冬季一批", "fund": world.fund.pk, "day": "2010-11-15", "area_code": "440900"}
    assert post(world, "planner", "round_new", **new, amount_0="2,000.00").status_code == 302
    found = latest()
    assert "登记并预留资金" in page(world, "approver", found)
    decision = {"minutes_no": "3", "met_on": "2010-10-30", "total": "20000", "decision": "同意"}
    assert act(world, "approver", found, "decide", **decision).status_code == 302
    assert act(world, "planner", latest(), "roster").status_code == 302
    assert "由放款人办理" in page(world, "planner", latest())
    assert act(world, "releaser", latest(), "release").status_code == 302
    response = post(world, "planner", "round_export", found.pk, kind="csv")
    assert response["Content-Disposition"].startswith("attachment")
    assert "困难" not in response.content.decode("utf-8-sig")
    again = post(world, "planner", "round_export", found.pk, kind="csv")
    assert again.content == response.content
    xlsx = [post(world, "planner", "round_export", found.pk, kind="xlsx") for _ in range(2)]
    assert xlsx[0].content == xlsx[1].content
    sent = post(world, "planner", "round_simulate", found.pk, return_every="3")
    assert sent.status_code == 302
    shown = page(world, "approver", latest())
    assert "账户已销户" in shown
    with acting(operator()):
        returned = list(Award.objects.filter(payments__state="returned"))
    for award in returned:
        url = {"outcome": "restore", "reason": "本人放弃", "version": latest().version}
        done = post(world, "approver", "round_return_decide", found.pk, award.pk, **url)
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


def test_no_card_is_on_any_page(world):
    made.families(world, 2)
    found = made.released(world)
    cards = [made.card(1), made.card(2), made.identity(1)]
    for name in ("planner", "auditor"):
        text = page(world, name, found)
        left = as_officer(world, name).get(reverse("round_left_out", args=[found.pk]))
        assert not any(card in text + left.content.decode() for card in cards)
    for url in ("round_roster_xlsx", "round_roster_pdf"):
        paper = as_officer(world, "auditor").get(reverse(url, args=[found.pk]))
        assert paper.status_code == 200
        assert not any(card.encode() in paper.content for card in cards)


def test_a_second_click_and_a_stale_page(world):
    found = made.planned(world)
    decision = {"minutes_no": "3", "met_on": "2010-10-30", "total": "200", "decision": "同意"}
    assert act(world, "approver", found, "decide", **decision).status_code == 302
    assert act(world, "approver", found, "decide", **decision).status_code == 302
    with acting(operator()):
        assert Transfer.objects.filter(reason="reserve").count() == 1
    assert act(world, "planner", found, "roster").status_code == 409


def test_elsewhere_there_is_nothing(world):
    made.families(world, 1)
    found = made.released(world)
    stranger = as_officer(world, "huazhou")
    for url in ("round_page", "round_left_out", "round_roster_xlsx", "round_roster_pdf"):
        assert stranger.get(reverse(url, args=[found.pk])).status_code == 404
    assert stranger.get(reverse("fund_page", args=[world.fund.pk])).status_code == 404
    for url in ("round_export", "round_simulate"):
        assert stranger.post(reverse(url, args=[found.pk])).status_code == 404
    assert "送温暖专项资金" not in stranger.get(reverse("fund_list")).content.decode()


def test_roles_that_may_not_get_403(world):
    found = made.planned(world)
    assert act(world, "planner", found, "decide").status_code in (403, 422)
    assert act(world, "auditor", found, "cancel", reason="x").status_code == 403
    assert post(world, "auditor", "round_export", found.pk).status_code == 403
    assert post(world, "releaser", "fund_receive", world.fund.pk).status_code == 403
    assert latest().state == "planned"


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


def upload(world: made.World, found: Round, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return post(world, "planner", "round_answer", found.pk, answer=file)


def answer_workbook(rows: list[list[str]]) -> bytes:
    return build_workbook([SheetSpec("回单", rows[0], rows[1:])])


def test_answers_come_as_csv_or_xlsx_and_bad_ones_change_nothing(world):
    made.families(world, 3)
    found = made.released(world)
    table = made.send(world, found)
    good = answer_file(payment_file(table, "csv"))
    assert upload(world, found, "a.csv", b"\xff\x00nonsense").status_code == 422
    assert upload(world, found, "a.exe", good).status_code == 422
    assert upload(world, found, "a.xlsx", good).status_code == 422
    assert upload(world, found, "a.csv", b"x" * (5 * 2**20 + 1)).status_code == 413
    rows = list(csv.reader(io.StringIO(good.decode("utf-8-sig"))))
    rows[1][3] = "1.00"
    bad = upload(world, found, "a.xlsx", answer_workbook(rows))
    assert bad.status_code == 422
    assert "金额应为 2000.00" in bad.content.decode()
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}
    rows[1][3] = "2000.00"
    assert upload(world, found, "a.xlsx", answer_workbook(rows)).status_code == 302
    assert upload(world, found, "a.csv", good).status_code == 302
    with acting(operator()):
        assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}


def test_the_simulated_bank_is_for_demos(settings):
    settings.STORAGES = {**settings.STORAGES, **PLAIN}
    real = made.make_world(demo=False)
    made.families(real, 1)
    found = made.released(real)
    made.send(real, found)
    assert post(real, "planner", "round_simulate", found.pk).status_code == 403


def test_the_simulated_bank_has_a_name_of_its_own_in_the_log(world):
    made.families(world, 1)
    found = made.released(world)
    made.send(world, found)
    assert post(world, "planner", "round_simulate", found.pk, return_every="0").status_code == 302
    actions = list(Entry.objects.filter(subject_kind="round").values_list("action", flat=True))
    assert "rounds.simulate_bank" in actions
    assert "rounds.send_again" not in actions
    log = as_officer(world, "auditor").get(reverse("log_list")).content.decode()
    assert "模拟银行答复" in log
    assert "文件 BF" in log


REASON = "样例户张三家已搬走"


def test_a_cancelled_round_is_marked_wherever_it_is_shown(world):
    made.families(world, 1)
    found = made.rostered(world)
    live = as_officer(world, "auditor").get(reverse("round_roster_xlsx", args=[found.pk]))
    assert "已取消" not in texts_of(live.content)
    assert act(world, "planner", found, "cancel", reason=REASON).status_code == 302
    text = page(world, "auditor", latest())
    assert "本批已取消" in text
    assert REASON in text
    left = as_officer(world, "auditor").get(reverse("round_left_out", args=[found.pk]))
    assert "本批已取消" in left.content.decode()
    for url, kind in (("round_roster_xlsx", "xlsx"), ("round_roster_pdf", "pdf")):
        paper = as_officer(world, "auditor").get(reverse(url, args=[found.pk]))
        assert f"roster-{found.pk}-cancelled.{kind}" in paper["Content-Disposition"]
        said = texts_of(paper.content) if kind == "xlsx" else title_of(paper.content)
        assert "花名册（已取消）" in said
    assert post(world, "planner", "round_export", found.pk, kind="csv").status_code == 409
    assert upload(world, found, "a.csv", b"x").status_code in (409, 422)


def test_a_round_without_a_locked_roster_hands_none_out(world):
    made.families(world, 1)
    found = made.decided(world)
    for cancelled in (False, True):
        if cancelled:
            assert act(world, "planner", found, "cancel", reason=REASON).status_code == 302
        for url in ("round_roster_xlsx", "round_roster_pdf"):
            refused = as_officer(world, "auditor").get(reverse(url, args=[found.pk]))
            assert refused.status_code == 409
            assert "没有锁定过花名册" in refused.content.decode()
        assert "花名册 PDF" not in page(world, "auditor", latest())


def test_the_log_holds_no_reason_that_somebody_typed(world):
    made.families(world, 1)
    found = made.released(world)
    made.answered(world, found, return_every=1)
    with acting(operator()):
        award = Award.objects.get()
    given = {"outcome": "restore", "reason": REASON, "version": latest().version}
    assert (
        post(world, "approver", "round_return_decide", found.pk, award.pk, **given).status_code
        == 302
    )
    made.families(world, 1, start=50)
    another = made.decided(world)
    assert act(world, "planner", another, "cancel", reason=REASON).status_code == 302
    receipt = {"amount": "1", "reference": REASON, "day": "2010-10-31", "key": "k2"}
    assert post(world, "planner", "fund_receive", world.fund.pk, **receipt).status_code == 302
    assert not [entry for entry in Entry.objects.all() if "张三" in str(entry.detail)]
    cancelled = Entry.objects.get(action="rounds.cancel")
    assert cancelled.detail == {"reason_given": True, "unreserved_fen": 2_000_000}


def title_of(paper: bytes) -> str:
    """The title of a .pdf; its pages hold glyphs, not texts."""
    found = re.search(rb"<dc:title>(.*?)</dc:title>", paper, re.DOTALL)
    assert found, "no title"
    return found[1].decode()


def texts_of(workbook: bytes) -> str:
    """Every text in an .xlsx, and the names of its sheets."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return "".join(
            package.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "workbook")
        )


def test_households_with_several_reasons_are_explained(world):
    made.families(world, 1)
    found = made.planned(world, amounts={"低保边缘户": 100_000})
    text = page(world, "planner", found)
    left = as_officer(world, "planner").get(reverse("round_left_out", args=[found.pk]))
    for shown in (text, left.content.decode()):
        assert "共 1 户未列入。一户有几个原因的，每个原因各计一次" in shown
