"""A winter-warmth round: planned, decided, locked, released, sent, answered, paid again, reconciled."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Page, expect

from bangfu.funds.queries import check_money as ledger
from bangfu.kernel.money import format_yuan, parse_yuan
from bangfu.rounds.queries import check_money as payouts
from bangfu.rounds.simulated_bank import Behaviour
from bangfu.scope.actors import acting, operator
from makers.rounds import answer_file

from .officers import Officers, confirm, has_button
from .server import look, picture, press
from .way_file import CHANGED, NEW, WITHOUT_CARD

EACH = 100_000  # fen
FUND = "高州市 2010 年送温暖专项资金"
TITLE = "2010 年高州冬季送温暖"


def plan_and_decide(officers: Officers) -> str:
    """Returns the round's path."""
    page = officers.open("city-approver", "/rounds/")
    assert not has_button(page, "拟定批次")
    officers.refused("city-approver", "/rounds/new/", title="x")
    page = officers.open("gz-fund", "/rounds/")
    press(page, "拟定批次", "link")
    page.get_by_label("名称").fill(TITLE)
    page.get_by_label("资金", exact=True).select_option(label=FUND)
    page.get_by_label("低保户").fill("1000")
    picture(page, "round-new")
    press(page, "拟定批次")
    path = page.url.removeprefix(officers.site)
    assert not has_button(page, "登记并预留资金")
    decision = {"minutes_no": "高府工联〔2010〕6 号", "met_on": "2010-11-14", "total": "90000",
                "decision": "同意按名单发放冬季送温暖慰问金"}  # fmt: skip
    officers.refused("gz-fund", f"{path}decide/", version="0", **decision)
    page = officers.open("city-approver", path)
    picture(page, "round-planned")
    page.get_by_label("会议纪要号").fill(decision["minutes_no"])
    page.get_by_label("会议日期").fill(decision["met_on"])
    page.get_by_label("决定总额").fill(decision["total"])
    page.get_by_role("textbox", name="会议决定").fill(decision["decision"])
    press(page, "登记并预留资金…")
    picture(page, "round-decide-asked")
    press(page, "登记决定，预留 90,000.00 元")
    expect(page.get_by_text("已预留 90,000.00 元")).to_be_visible()
    return path


def lock_roster(officers: Officers, path: str, approved: int) -> int:
    """Everybody approved is on the roster or on the list of those left out. Returns how many paid."""
    page = officers["city-approver"]
    assert not has_button(page, "编制并锁定花名册")
    officers.refused("city-approver", f"{path}roster/", version=_version(officers, path))
    page = officers.open("gz-fund", path)
    confirm(page, "编制并锁定花名册", "锁定 ")
    picture(page, "round-rostered")
    said = page.locator("#notes").inner_text()
    listed, left = (int(n.replace(",", "")) for n in re.findall(r"([\d,]+) 户", said))
    assert f"{format_yuan(listed * EACH)} 元" in said
    assert (listed + left, left) == (approved, 2)
    press(page, "未列入", "link")
    picture(page, "round-left-out")
    expect(page.locator("tr", has_text=WITHOUT_CARD)).to_contain_text("没有银行卡号")
    expect(page.locator("tr", has_text=CHANGED)).to_contain_text("没有该类别的标准")
    for kind in ("xlsx", "pdf"):
        paper = page.request.get(f"{officers.site}{path}roster.{kind}")
        assert paper.status == 200
        assert len(paper.body()) > 2000
    return listed


def release(officers: Officers, path: str, count: int) -> None:
    page = officers.open("gz-fund", path)
    assert not has_button(page, "放款 ")
    officers.refused("gz-fund", f"{path}release/", version=_version(officers, path))
    page = officers.open("city-releaser", path)
    picture(page, "round-release")
    due = f"放款 {count} 户、{format_yuan(count * EACH)} 元"
    confirm(page, f"{due}…", due)
    expect(page.get_by_text(f"已放款 {count} 笔、{format_yuan(count * EACH)} 元")).to_be_visible()


def send_and_read_answer(officers: Officers, path: str, count: int) -> None:
    page = officers.open("city-approver", path)
    assert not has_button(page, "做成发放文件")
    officers.refused("city-approver", f"{path}export/", kind="csv", number="")
    page = officers.open("gz-fund", path)
    assert not has_button(page, "做成发放文件")
    officers.refused("gz-fund", f"{path}export/", kind="csv", number="")
    page = officers.open("city-releaser", path)
    sent = _export(page)
    rows = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    paid, control = rows[1:-1], rows[-1]
    assert len(paid) == count
    assert parse_yuan(control[3]) == sum(parse_yuan(row[5]) for row in paid) == count * EACH
    assert int(control[1]) == count
    assert "困难" not in sent.decode("utf-8-sig")

    page.goto(officers.site + path)
    picture(page, "round-sent")
    good = answer_file(sent, Behaviour(return_every=20))
    _answer(page, good.replace(b"1000.00", b"1001.00", 1))
    expect(page.get_by_text("一笔也没有入账")).to_be_visible()
    picture(page, "round-answer-refused")
    officers.refused("city-approver", f"{path}answer/")
    page.goto(officers.site + path)
    _answer(page, good)
    look(page, "round-answer-take")
    press(page, "读入成功")
    expect(page.get_by_text(f"退回 {count // 20} 笔、").first).to_be_visible()


def pay_again(officers: Officers, path: str) -> None:
    """The approver decides each returned payment; the releaser lets it go again."""
    page = officers.open("gz-fund", path)
    assert not has_button(page, "决定…")
    page = officers.open("city-approver", path)
    picture(page, "round-returned")
    decide = page.locator("form[action*='/returns/']").first.get_attribute("action")
    officers.refused(
        "gz-fund", str(decide), outcome="again", reason="x", version=_version(officers, path)
    )
    while page.locator("summary", has_text="决定…").count():
        asked = page.locator("details.confirm", has_text="登记决定").first
        asked.locator("summary").click()
        picture(page, "round-return-asked")
        asked.locator("select").select_option("again")
        asked.get_by_label("理由").fill("已核实账户，重新发放")
        with page.expect_navigation():
            asked.get_by_role("button", name="登记决定").click()
    page = officers.open("city-releaser", path)
    confirm(page, "放款 ", "放款 ")
    again = _export(page)
    page.goto(officers.site + path)
    _answer(page, answer_file(again))
    press(page, "读入成功")


def reconcile(officers: Officers, path: str) -> None:
    page = officers.open("city-releaser", path)
    assert not has_button(page, "对账结清…")
    officers.refused("city-releaser", f"{path}reconcile/", version=_version(officers, path))
    page = officers.open("gz-fund", path)
    confirm(page, "对账结清 ", "对账结清，退回可用")
    expect(page.get_by_text("本批已对账结清")).to_be_visible()
    picture(page, "round-reconciled")


def aid_is_seen(officers: Officers, count: int) -> None:
    page = officers.open("gz-reviewer", f"/files/{NEW}/")
    picture(page, "household-helped")
    aid = page.get_by_role("region", name="帮扶记录")
    expect(aid.locator("tbody tr")).to_contain_text([TITLE])
    expect(aid).to_contain_text("1,000.00")
    page = officers.open("gz-reviewer", "/figures/")
    picture(page, "desk-after")
    expect(page.locator(".kpi", has_text="已发放")).to_contain_text(f"{count} 户")


def auditor_sees_it_all(officers: Officers) -> None:
    assert officers["gz-fund"].goto(f"{officers.site}/log/").status == 403  # type: ignore[union-attr]
    page = officers.open("city-auditor", "/log/")
    picture(page, "log")
    words = page.locator("table").inner_text()
    assert "对账结清" in words
    assert re.findall(r"[a-z]+[._][a-z]+", words) == []
    page = officers.open("city-auditor", "/funds/")
    press(page, FUND, "link")
    fund = page.url.removeprefix(officers.site)
    picture(page, "fund-after")
    expect(page.get_by_text("账平")).to_be_visible()
    moved = _every_page(page)
    for word in ("收款", "预留", "放款", "发放到账", "银行退回", "退回款重发", "解除预留"):
        assert word in moved
    assert not has_button(page, "记账")
    officers.refused("city-auditor", f"{fund}receive/")


def books_agree() -> None:
    with acting(operator()):
        assert [*ledger.check_money(), *payouts.check_money()] == []


def _every_page(page: Page) -> str:
    """What a list says on all its pages together."""
    said = page.locator("#list tbody").inner_text()
    while page.locator("#list a[rel=next]").count():
        page.goto(page.evaluate("() => document.querySelector('#list a[rel=next]').href"))
        said += page.locator("#list tbody").inner_text()
    return said


def _export(page: Page) -> bytes:
    """Made, and the page shows it; then fetched from there."""
    press(page, "做成发放文件")
    assert not has_button(page, "做成发放文件")
    with page.expect_download() as sent:
        page.get_by_role("button", name="下载发放文件 CSV").click()
    return sent.value.path().read_bytes()


def _answer(page: Page, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "回单.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "读入")


def _version(officers: Officers, path: str) -> str:
    """As any page of the round holds it in its next step's form, else 0: refused before it counts."""
    version = re.search(r'name="version" value="(\d+)"', officers["gz-fund"].content())
    return version[1] if version else "0"
