"""A newcomer's first sign-in, the settings and the log in a real browser, desk and phones."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bangfu.accounts.commands.create_user import create_user
from bangfu.audit.recording import record
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from makers.registers import DAY, World
from makers.unions import PASSWORD

from .officers import confirm
from .server import look, press, sign_in

OWN = "heron by the weir 4"


@pytest.fixture
def office(live_site) -> str:
    """A committed small office: a newcomer with a one-time password, an appointment to come."""
    world, by = World(), operator()
    filer = world.officer(Role.FILER, world.east)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        world.officer(role, world.city)
    for role, where in (
        (Role.ADMINISTRATOR, world.east),
        (Role.ADMINISTRATOR, world.west),
        (Role.REVIEWER, world.west),
    ):
        world.officer(role, where)
    create_user(username="zhang-san", name="张三", password=PASSWORD, by=by)
    later = DAY + timedelta(days=30)
    for username, role, since in (
        ("zhang-san", Role.REVIEWER, DAY),
        ("filer-e", Role.REVIEWER, later),
    ):
        appoint_officer(username=username, union_code="E", role=role, since=since, on=DAY, by=by)
    record(filer, "registry.read", "household", world.file("DA20100001").pk, {"day": str(DAY)})
    record(filer, "accounts.sign_in", "user", filer.user_id)
    return live_site


def test_a_newcomer_chooses_a_password_first(office, screen):
    sign_in(screen, office, "zhang-san", PASSWORD)
    assert screen.url == f"{office}/password/"
    look(screen, "one-time-password")
    for label, typed in (("原密码", PASSWORD), ("新密码", OWN), ("再输一次新密码", OWN)):
        screen.get_by_label(label, exact=True).fill(typed)
    press(screen, "修改密码")
    expect(screen.locator("#notes")).to_contain_text("密码已修改")
    screen.goto(f"{office}/files/")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("困难职工档案")
    sign_in(screen, office, "zhang-san", OWN)
    expect(screen.locator("#notes")).to_contain_text("密码由本人于")
    assert screen.complaints == []


def test_an_appointment_to_come_is_withdrawn(office, screen):
    sign_in(screen, office, "administrator-c", PASSWORD)
    screen.goto(f"{office}/settings/")
    look(screen, "settings-people")
    screen.locator("summary", has_text="撤回").click()
    screen.get_by_role("button", name="撤回").click()
    expect(screen.locator("#notes")).to_contain_text("该任职已撤回")
    assert screen.complaints == []


def take_office(screen, office, username):
    """By the code that the page shows to who seconded."""
    told = re.search(r"的确认码：([A-Z2-9]{10})。", screen.locator("#notes").inner_text())
    assert told is not None
    screen.context.clear_cookies()
    screen.goto(f"{office}/sign-in/")
    press(screen, "新任职待到任", "link")
    look(screen, "take-office")
    for label, typed in (("用户名", username), ("确认码", told[1]), ("密码", PASSWORD)):
        screen.get_by_label(label, exact=True).fill(typed)
    press(screen, "确认到任")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("登录")


def test_a_step_goes_to_a_neighbour_and_back(office, screen):
    """Asked, taken up, confirmed, done under the other's name, ended: each finds the next step."""
    sign_in(screen, office, "administrator-e", PASSWORD)
    press(screen, "代办…", "link")
    form = screen.locator("form.form")
    expect(form.get_by_label("本工会编码")).to_have_value("E")
    expect(screen.locator("#near-unions option[value=W]")).to_have_text("西县总工会")
    form.get_by_label("接办工会编码").fill("W")
    form.get_by_label("到哪一天止").fill(str(DAY + timedelta(days=30)))
    form.get_by_label("原因").fill("只有一名审核员")
    press(screen, "提出代办")
    expect(screen.locator("tbody tr")).to_contain_text("待对方答复")

    sign_in(screen, office, "administrator-w", PASSWORD)
    press(screen, "去答复…", "link")
    screen.locator("summary", has_text="接办…").click()
    screen.get_by_label("由谁代办").fill("reviewer-w")
    look(screen, "hand-over-taken-up")
    press(screen, "接办")
    expect(screen.locator("#notes")).to_contain_text("已接办")

    sign_in(screen, office, "administrator-e", PASSWORD)
    screen.goto(f"{office}/settings/hand-overs/")
    press(screen, "去确认任职…", "link")
    screen.locator("summary", has_text="确认任职…").click()
    look(screen, "hand-over-confirmed")
    press(screen, "确认任职")
    expect(screen.locator("#notes")).to_contain_text("任职已确认")
    take_office(screen, office, "reviewer-w")

    sign_in(screen, office, "reviewer-w", PASSWORD)
    expect(screen.locator("#notes")).to_contain_text("您受托为东县总工会代办审核员的事")
    screen.goto(f"{office}/switch/")
    look(screen, "switch-to-hand-over")
    press(screen, "切换到这个岗位")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("东县总工会")

    sign_in(screen, office, "administrator-w", PASSWORD)
    screen.goto(f"{office}/settings/hand-overs/")
    confirm(screen, "终止代办…", "终止")
    expect(screen.locator("tbody tr")).to_contain_text(f"至 {DAY}")
    assert screen.url == f"{office}/settings/hand-overs/"
    assert screen.complaints == []


def test_the_log_is_filtered_by_keyboard_and_leads_to_the_file(office, screen):
    sign_in(screen, office, "auditor-c", PASSWORD)
    screen.goto(f"{office}/log/")
    look(screen, "log")
    screen.get_by_label("对象", exact=True).focus()
    screen.keyboard.type("DA20100001")
    screen.keyboard.press("Enter")
    expect(screen.locator("#list tbody tr")).to_have_count(1)
    assert "subject=DA20100001" in screen.url
    screen.get_by_label("自", exact=True).fill("2100-01-01")
    expect(screen.get_by_text("没有符合条件的记录")).to_be_visible()
    look(screen, "log-none")
    screen.get_by_role("main").get_by_role("link", name="清除条件").first.click()
    press(screen, "DA20100001", "link")
    assert screen.url.startswith(f"{office}/files/DA20100001/")
    # Enter asks twice, by the field and by the form, and htmx drops the first: it says so.
    assert [line for line in screen.complaints if not line.startswith("htmx:")] == []


def test_a_page_shows_what_its_own_file_changed(office, screen):
    """A list that was handed out stands in the log at once; what was typed is not lost to that."""
    sign_in(screen, office, "auditor-c", PASSWORD)
    screen.goto(f"{office}/log/")
    exported = screen.locator("tbody tr", has_text="导出日志")
    assert exported.count() == 0
    export = screen.get_by_role("button", name="导出 Excel")
    for times in (1, 2):
        with screen.expect_download():
            export.click()
        expect(exported).to_have_count(times)
        expect(export).to_be_focused()
    screen.get_by_label("被办理、被查看的人").fill("王秀英")
    with screen.expect_download():
        export.click()
    screen.wait_for_function("() => !document.querySelector('form[data-sent]')")
    expect(screen.get_by_label("被办理、被查看的人")).to_have_value("王秀英")
    expect(exported).to_have_count(2)
    screen.goto(f"{office}/log/")
    expect(exported).to_have_count(3)
    assert screen.complaints == []
