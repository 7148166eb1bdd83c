"""What people do to forms: leave them empty, write nonsense, click twice, go back, come back late."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from harness import SERVER
from makers import spreadsheets
from security.families import FAMILIES
from security.shop import Shop
from worker import background_worker

from .officers import Officers, went
from .server import PHONE, SIDEWAYS, SMALL, press, session, sign_in

#: The officer, the page, its button: sent without a word filled in.
FORMS = [
    ("", "sign-in/", "登录"),
    ("gz-filer", "imports/", "上传并检查"),
    ("gz-filer", "cases/{case}/objections/new/", "登记"),
    ("city-approver", "objections/{objection}/answer/", "答复"),
    ("gz-fund", "funds/new/", "设立资金…"),
    ("gz-fund", "funds/{fund}/", "记账…"),
    ("gz-fund", "rounds/new/", "拟定批次"),
    ("admin", "settings/", "推进日期…"),
    ("admin", "settings/", "建立用户"),
    ("admin", "standards/", "采用规则…"),
    ("admin", "standards/", "导入标准…"),
    ("admin", "standards/", "录入放假安排…"),
    ("admin", "standards/", "录入上限…"),
    ("admin", "standards/", "设定参数…"),
]
NO_AMOUNTS = ["1.234", "-5", "１００人", "1e9", "0", "一千", "1,00", "99999999999999999999"]


@pytest.mark.parametrize(("username", "path", "button"), FORMS)
def test_empty_form(staff: Officers, shop: Shop, username: str, path: str, button: str) -> None:
    """It comes back with what to fill in, each line leading to its field, and nothing is done."""
    page = staff.open(username, "/" + _filled(path, shop))
    with page.expect_navigation() as sent:
        page.locator("main").get_by_role("button", name=button, exact=True).click()
    assert went(sent.value) == (200 if path == "sign-in/" else 422)
    summary = page.locator(".errsum")
    expect(summary).to_contain_text("需要修改")
    expect(summary).to_be_focused()
    line = summary.locator("a").first
    target = str(line.get_attribute("href"))
    assert page.locator(target).count() == 1
    assert re.search("请(填写|选择|勾选)", line.inner_text())


@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_amount_that_is_none(staff: Officers, shop: Shop, amount: str) -> None:
    page = _fund(staff, shop)
    before = page.locator(".kpis").inner_text()
    page.get_by_label("金额").fill(amount)
    page.get_by_label("凭据编号").fill("拨款 7 号")
    press(page, "记账")
    expect(page.locator(".f.bad .err")).to_be_visible()
    assert page.get_by_label("金额").input_value() == amount
    assert page.locator(".kpis").inner_text() == before


def test_double_click_books_once(staff: Officers, shop: Shop) -> None:
    """What is asked in between says how much; the page afterwards shows what was booked."""
    page = _fund(staff, shop)
    page.get_by_label("金额").fill("12.34")
    page.get_by_label("凭据编号").fill("拨款 8 号")
    press(page, "记账…")
    expect(page.get_by_text("收款 12.34 元，凭据“拨款 8 号”")).to_be_visible()
    press(page, "修改")
    assert page.get_by_label("凭据编号").input_value() == "拨款 8 号"
    press(page, "记账…")
    with page.expect_navigation():
        page.get_by_role("button", name="记账 12.34 元").dblclick()
    expect(page.get_by_text("12.34 元")).not_to_have_count(0)
    booked = page.locator("tbody tr", has_text="拨款 8 号")
    expect(booked).to_have_count(1)


def test_same_form_sent_again_books_nothing(staff: Officers, shop: Shop) -> None:
    """As when a browser asks whether to send a form once more."""
    page = _fund(staff, shop)
    receive = page.url.removeprefix(staff.site) + "receive/"
    key = page.locator("input[name=key]").input_value()
    sent = {"amount": "56.78", "reference": "拨款 9 号", "day": "2010-11-14", "key": key}
    for _time in range(2):
        assert staff.post("gz-fund", receive, **sent).status == 302
    page.reload()
    expect(page.locator("#notes")).to_contain_text("没有重复")
    expect(page.locator("tbody tr", has_text="拨款 9 号")).to_have_count(1)


def test_program_that_calls_itself_a_spreadsheet(staff: Officers, shop: Shop) -> None:
    page = staff.open("gz-filer", "/imports/")
    wrong = {
        "name": "台账.xlsx",
        "mimeType": spreadsheets.XLSX,
        "buffer": b"MZ\x90\x00" + b"\x00" * 900,
    }
    page.get_by_label("职工档案文件").set_input_files(wrong)
    with background_worker(SERVER.urls(_database())[1]):
        press(page, "上传并检查")
        told = page.locator(".verdict.red, .errsum").first
        told.wait_for(timeout=60_000)
    assert re.search("xlsx|表格", told.inner_text())
    assert "重新上传" in page.content() or page.locator(".errsum").count()


def test_several_tabs(staff: Officers, shop: Shop) -> None:
    """The same step again is told as done; another step on a stale page is refused, and says so."""
    first = staff.open("city-approver", f"/rounds/{shop.rounds['city']}/")
    second, third = first.context.new_page(), first.context.new_page()
    for page in (second, third):
        page.goto(first.url)
    for page, minutes in ((first, "会议 1 号"), (second, "会议 2 号")):
        page.get_by_label("会议纪要号").fill(minutes)
        page.get_by_label("决定总额").fill("50000")
        page.get_by_role("textbox", name="会议决定").fill("同意")
    for page in (first, second):
        press(page, "登记并预留资金…")
    press(first, "登记决定，预留 50,000.00 元")
    expect(first.get_by_text("已预留 50,000.00 元")).to_be_visible()
    press(second, "登记决定，预留 50,000.00 元")
    expect(second.locator("#notes")).to_contain_text("没有重复")
    third.locator("summary", has_text="取消批次").click()
    third.get_by_role("textbox", name="理由").fill("重复拟定")
    with third.expect_navigation() as late:
        third.get_by_role("button", name="确定取消批次").click()
    assert went(late.value) == 409
    expect(third.locator("main")).to_contain_text("刷新")
    first.reload()
    expect(first.get_by_text("会议 1 号")).to_be_visible()
    assert first.get_by_text("会议 2 号").count() == 0
    for page in (second, third):
        page.close()


def test_signed_out_in_the_middle(staff: Officers, shop: Shop, browser: Browser) -> None:
    """A filter leads to the sign-in page whole; a form too, and back to where one was."""
    context = session(browser)
    page = context.new_page()
    sign_in(page, staff.site, "gz-filer", staff.passwords["gz-filer"])
    page.goto(f"{staff.site}/files/")
    context.clear_cookies(name="sessionid")
    with page.expect_navigation(url=re.compile("/sign-in/")):
        page.get_by_label("类别").select_option("低保户")
    assert page.locator("h1").inner_text() == "登录"
    page.get_by_label("用户名").fill("gz-filer")
    page.get_by_label("密码").fill(staff.passwords["gz-filer"])
    press(page, "登录")
    assert "/files/" in page.url

    page.goto(f"{staff.site}/cases/new/?text=440981201000002")
    page.get_by_role("checkbox").first.check()
    context.clear_cookies(name="sessionid")
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="提交认定").click()
    assert went(sent.value) == 200
    assert page.locator("h1").inner_text() == "登录"
    context.close()


def test_filter_that_finds_nothing(staff: Officers, shop: Shop) -> None:
    page = staff.open("gz-filer", "/files/")
    page.get_by_label("姓名、档案编号或证件号").fill("没有这个人")
    press(page, "查找")
    expect(page.get_by_text("没有符合条件的档案")).to_be_visible()
    assert "text=" in page.url
    page.locator("#list").get_by_role("link", name="清除条件").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    odd = staff.open("gz-filer", "/files/?class=没有&area=999999&union=0&on=2010-99-99&after=zzz")
    assert odd.locator("h1").count() == 1


def test_longest_names_stay_on_the_page(staff: Officers, shop: Shop) -> None:
    name = "某某" * 39 + "资金"
    page = staff.open("gz-fund", "/funds/new/")
    page.get_by_label("名称").fill(name)
    page.get_by_label("方向").select_option(index=1)
    page.get_by_label("低保户").check()
    page.get_by_label("程序").fill("abcdefghijklmnopqrstuvwxyz" * 7)
    press(page, "设立资金…")
    press(page, f"设立“{name}”")
    expect(page.locator("h1")).to_have_text(name)
    for width, height in (PHONE, SMALL):
        page.set_viewport_size({"width": width, "height": height})
        for path in (page.url, f"{staff.site}/funds/", f"{staff.site}/rounds/new/"):
            page.goto(path)
            assert page.evaluate(SIDEWAYS) <= 0, path


def test_without_script(staff: Officers, shop: Shop, browser: Browser) -> None:
    """Sign in, filter, open a file, open a number, submit a case: all by plain forms and links."""
    context = session(browser, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, staff.site, "gz-filer", staff.passwords["gz-filer"])
    page.goto(f"{staff.site}/files/")
    page.get_by_label("姓名、档案编号或证件号").fill(FAMILIES["gaozhou"].head)
    press(page, "查找")
    press(page, FAMILIES["gaozhou"].head, "link")
    page.locator(".number summary").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="查看号码").first.click()
    shown = (
        FAMILIES["gaozhou"].identity in page.content() or FAMILIES["gaozhou"].card in page.content()
    )
    assert shown
    press(page, "返回档案", "link")

    page.goto(f"{staff.site}/cases/new/?text=4409812010000005")
    page.get_by_role("checkbox").first.check()
    press(page, "提交认定")
    press(page, "确定提交 1 户")
    expect(page.get_by_text("已提交 1 户")).to_be_visible()
    context.close()


def test_day_cannot_go_back(staff: Officers, shop: Shop) -> None:
    page = staff.open("admin", "/settings/")
    page.get_by_label("新的演示日期").fill("2010-01-01")
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="推进日期").click()
    assert went(sent.value) == 422
    expect(page.locator("main")).to_contain_text("2010-11-14")


def test_last_row_asks_in_sight(staff: Officers, shop: Shop) -> None:
    """The note of a table's last row is not cut off by its card."""
    page = staff.open("admin", "/settings/")
    row = page.locator("tr", has_text="重设密码").last
    row.locator("summary", has_text="停用").click()
    note = row.locator("details[open] .sheet")
    button = note.get_by_role("button", name="停用")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    on_top = page.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.sheet'))",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top


def _fund(staff: Officers, shop: Shop) -> Page:
    return staff.open("gz-fund", f"/funds/{shop.funds['gaozhou']}/")


def _filled(path: str, shop: Shop) -> str:
    return path.format(
        case=shop.cases["school"],
        objection=shop.objections["school"],
        fund=shop.funds["gaozhou"],
    )


def _database() -> str:
    return str(connection.settings_dict["NAME"])
