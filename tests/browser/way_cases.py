"""Submission, checking, posting, objection and approval, each by whose it is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .officers import Officers, has_button
from .server import picture, press
from .way_file import CHANGED, NEW, SOON, WITHOUT_CARD

STREET = "高州市城关街道总工会"
AFTER = "2010-11-15"
THOUSANDS = re.compile(r"\d,\d{3}")
#: Of one household that the public may not see.
HIDDEN = ("燚甲樵", "府前路", NEW, "小宝", "1380000", "下岗失业", "3,600")


def submit(officers: Officers) -> int:
    """Three by name, then all of one class in one union at once. Returns how many altogether."""
    _wait_until_current(officers["gz-filer"], officers.site)
    for file_no in (NEW, WITHOUT_CARD, CHANGED):
        page = officers.open("gz-filer", f"/cases/new/?text={file_no}")
        page.get_by_role("checkbox").first.check()
        press(page, "提交认定")
        press(page, "确定提交 1 户")
        expect(page.get_by_text("已提交 1 户")).to_be_visible()
    page = officers.open("gz-filer", "/cases/new/")
    page.get_by_label("类别").select_option("低保户")
    page.get_by_label("工会").select_option(label=STREET)
    expect(page.locator("#list .pager")).not_to_contain_text(THOUSANDS)  # the whole county's
    picture(page, "case-new-filtered")
    page.get_by_label("本筛选全部").check()
    press(page, "提交认定")
    picture(page, "case-new-confirm")
    bulk = _number(page.locator("h1").inner_text())
    assert bulk > 10
    press(page, "确定提交")
    expect(page.get_by_text(f"已提交 {bulk} 户")).to_be_visible()

    assert not has_button(officers.open("gz-reviewer", "/cases/"), "提交认定")
    officers.refused("gz-reviewer", "/cases/new/", households="1")
    return bulk + 3


def check(officers: Officers, count: int) -> None:
    page = officers.open("gz-filer", "/cases/?tab=submitted")
    assert not has_button(page, "审核通过")
    officers.refused("gz-filer", "/cases/check/", cases="1:1")
    expect(officers.open("gz-reviewer", "/figures/").get_by_text("件待").first).to_be_visible()
    page = officers.open("gz-reviewer", "/cases/?tab=submitted")
    picture(page, "case-list-submitted")
    page.get_by_label("本筛选全部").check()
    press(page, "审核通过")
    press(page, f"确定审核通过 {count} 户")
    expect(page.get_by_text(f"已办理“审核通过” {count} 户")).to_be_visible()


def post(officers: Officers, count: int) -> str:
    """Five working days. Returns the public address."""
    officers.open("city-approver", "/cases/?tab=checked")
    assert not has_button(officers["city-approver"], "公示…")
    officers.refused("city-approver", "/cases/post/", cases="1:2",
                     working_days="5", contact="x")  # fmt: skip
    page = officers.open("gz-reviewer", "/cases/?tab=checked")
    page.get_by_label("本筛选全部").check()
    press(page, "公示")
    picture(page, "case-confirm-post")
    page.get_by_label("受理异议的联系方式").fill("高州市总工会权益保障部，0668-6660000")
    press(page, f"确定公示 {count} 户")
    picture(page, "notice")
    expect(page.get_by_role("region", name="公示信息")).to_contain_text("2010-11-05")
    paper = page.request.get(page.url + "pdf/")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body()[:5] == b"%PDF-"
    return str(page.get_by_role("link", name="对外页面").get_attribute("href"))


def what_the_public_sees(officers: Officers, address: str) -> None:
    page = officers.open("", "/public/notices/")
    press(page, "高州市总工会", "link")
    assert page.url.endswith(address)
    picture(page, "public-notice")
    heads = page.locator("thead th").all_inner_texts()
    assert heads == ["序号", "姓名", "所属工会"]
    expect(page.get_by_text("燚××").first).to_be_visible()
    shown = page.content()
    assert [word for word in HIDDEN if word in shown] == []
    assert re.search(r"\d{5}", page.locator("main table").inner_text()) is None


def object_and_answer(officers: Officers) -> None:
    """Written down by the filer, answered by the reviewer; nobody answers what they wrote down."""
    page = officers.open("gz-filer", f"/cases/?tab=posted&text={NEW}")
    press(page, "燚甲樵", "link")
    case = page.url.removeprefix(officers.site)
    press(page, "登记异议", "link")
    page.get_by_label("异议内容").fill("反映这户有一辆小汽车")
    press(page, "登记")
    picture(page, "case-objected")
    answer = (
        officers.open("gz-reviewer", case).get_by_role("link", name="答复").get_attribute("href")
    )
    assert not has_button(page, "答复")
    officers.refused("gz-filer", str(answer), outcome="dismissed", answer="x")
    page = officers["gz-reviewer"]
    press(page, "答复", "link")
    page.get_by_label("异议不成立").check()
    page.get_by_label("答复").last.fill("经车管所查询，名下无车")
    press(page, "答复")
    expect(page.get_by_text("经车管所查询，名下无车")).to_be_visible()


def move_past_the_posting(officers: Officers, address: str) -> None:
    """The new day's determinations come from the background; the posting is taken down."""
    before = officers.open("city-approver", "/cases/?tab=posted")
    assert not has_button(before, "批准…")
    assert "系统设置" not in before.locator(".side nav").inner_text()
    officers.refused("city-approver", "/settings/day/", to=AFTER)
    page = officers.open("admin", "/settings/")
    page.get_by_label("新的演示日期").fill(AFTER)
    press(page, "推进日期")
    expect(page.get_by_text(f"推进到 {AFTER}")).to_be_visible()
    press(page, "确定推进")
    expect(page.locator(".demo")).to_contain_text(AFTER)
    desk = officers.open("city-approver", "/figures/")
    expect(desk.locator(".demo")).to_contain_text(AFTER)
    _wait_until_current(desk, officers.site)
    expect(desk.locator(".head")).to_contain_text(f"数据截至 {AFTER}")
    gone = officers[""].goto(officers.site + address)
    assert gone is not None
    assert gone.status == 410


def approve(officers: Officers, count: int) -> None:
    page = officers.open("gz-reviewer", "/cases/?tab=ended")
    assert not has_button(page, "批准…")
    cases = page.locator("input[name=page]").get_attribute("value") if count else ""
    officers.refused("gz-reviewer", "/cases/approve/", cases=str(cases),
                     note="")  # fmt: skip
    page = officers.open("city-approver", "/cases/")
    picture(page, "case-list-ended")
    page.get_by_label("本筛选全部").check()
    press(page, "批准")
    picture(page, "case-confirm-approve")
    press(page, f"确定批准 {count} 户")
    page = officers.open("city-approver", "/cases/?tab=approved")
    expect(page.get_by_text(f"共 {count} 户")).to_be_visible()
    press(page, "燚甲樵", "link") if page.get_by_text("燚甲樵").count() else None
    picture(page, "case-approved")


def _wait_until_current(page: Page, site: str) -> None:
    """Until the background has decided everything for the day, as an officer would look."""
    for _second in range(SOON // 1000):
        page.goto(f"{site}/figures/")
        waiting = page.get_by_text("正在后台").count()
        stale = page.locator(".kpi", has_text="待重算").locator("data").inner_text()
        if not waiting and stale == "0":
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the background did not finish")


def _number(text: str) -> int:
    number = re.search(r"[\d,]+", text)
    assert number
    return int(number[0].replace(",", ""))
