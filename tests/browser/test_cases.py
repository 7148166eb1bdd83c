"""The whole way of a case by mouse and keyboard, each page looked at on desk and phones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from bangfu.scope.enums import Role
from makers.cases import POSTED_UNTIL, World, build_world
from makers.unions import PASSWORD, let_sign_in

from .server import look, press, sign_in

AFTER = POSTED_UNTIL + timedelta(days=1)


@pytest.fixture
def busy(live_site: str) -> World:
    """Households to submit, some cases on their way, and officers with a password."""
    world = build_world()
    world.households(57)
    world.submitted(3)
    world.checked(2)
    world.posted(4)
    world.officer("auditor", Role.AUDITOR, world.city)
    assert world.approver
    let_sign_in()
    return world


def tick_whole_filter(page: Page) -> None:
    page.get_by_label("本筛选全部").check()


def test_from_submission_to_approval(busy: World, live_site: str, screen: Page) -> None:
    sign_in(screen, live_site, "filer", PASSWORD)
    submit_all(screen, live_site)
    sign_in(screen, live_site, "reviewer", PASSWORD)
    return_one(screen, live_site)
    check_and_post_the_rest(screen, live_site)
    case_page = object_to_one(screen, live_site)
    busy.move_to(AFTER)
    sign_in(screen, live_site, "approver", PASSWORD)
    dismiss_the_objection(screen, case_page)
    approve_all(screen, live_site)
    screen.goto(case_page)
    look(screen, "case-approved")
    wrong = [line for line in screen.complaints if "422" not in line]  # type: ignore[attr-defined]
    assert wrong == []


def submit_all(screen: Page, site: str) -> None:
    screen.goto(f"{site}/cases/new/")
    look(screen, "case-new")
    tick_whole_filter(screen)
    press(screen, "提交认定")
    look(screen, "case-new-confirm")
    press(screen, "确定提交 57 户")
    assert screen.get_by_text("已提交 57 户").is_visible()
    look(screen, "case-submitted")


def return_one(screen: Page, site: str) -> None:
    """Not without a reason."""
    screen.goto(f"{site}/cases/")
    look(screen, "case-list")
    screen.get_by_role("checkbox").first.check()
    press(screen, "退回")
    look(screen, "case-confirm-return")
    press(screen, "确定退回 1 户")
    assert screen.get_by_text("请填写理由").first.is_visible()
    look(screen, "case-confirm-error")
    screen.get_by_label("理由").fill("缺授权核对书，请补齐后重新提交")
    press(screen, "确定退回 1 户")
    look(screen, "case-returned")


def check_and_post_the_rest(screen: Page, site: str) -> None:
    screen.goto(f"{site}/cases/?tab=submitted")
    tick_whole_filter(screen)
    press(screen, "审核通过")
    press(screen, "确定审核通过 59 户")
    screen.goto(f"{site}/cases/?tab=checked")
    tick_whole_filter(screen)
    press(screen, "公示")
    look(screen, "case-confirm-post")
    screen.get_by_label("受理异议的联系方式").fill("高州市总工会权益保障部，0668-6660000")
    press(screen, "确定公示 61 户")
    look(screen, "notice-page")
    screen.goto(f"{site}/notices/")
    look(screen, "notice-list")


def object_to_one(screen: Page, site: str) -> str:
    """The address of that case's page."""
    screen.goto(f"{site}/cases/?tab=posted")
    with screen.expect_navigation():
        screen.locator("tbody a").first.click()
    case_page = screen.url
    press(screen, "登记异议", "link")
    look(screen, "objection-new")
    screen.get_by_label("异议内容").fill("反映这户有一辆小汽车")
    press(screen, "登记")
    look(screen, "case-page-objected")
    return case_page


def dismiss_the_objection(screen: Page, case_page: str) -> None:
    screen.goto(case_page)
    look(screen, "case-page-approver")
    press(screen, "答复", "link")
    look(screen, "objection-answer")
    screen.get_by_label("异议不成立").check()
    screen.get_by_label("答复").last.fill("经车管所查询，名下无车")
    press(screen, "答复")


def approve_all(screen: Page, site: str) -> None:
    screen.goto(f"{site}/cases/")
    look(screen, "case-list-approver")
    tick_whole_filter(screen)
    press(screen, "批准")
    look(screen, "case-confirm-approve")
    press(screen, "确定批准 65 户")
    screen.goto(f"{site}/cases/?tab=approved")
    assert screen.get_by_text("共 65 户").is_visible()


def test_the_public_pages(busy: World, live_site: str, screen: Page) -> None:
    screen.goto(f"{live_site}/public/notices/")
    look(screen, "public-notices")
    press(screen, "高州市总工会", "link")
    assert screen.get_by_text("王××").first.is_visible()
    look(screen, "public-notice")
    address = screen.url
    busy.move_to(AFTER)
    screen.goto(address)
    assert screen.get_by_text("公示期已结束").is_visible()
    look(screen, "public-over")


def test_a_stale_page_says_so(busy: World, live_site: str, screen: Page) -> None:
    sign_in(screen, live_site, "reviewer", PASSWORD)
    screen.goto(f"{live_site}/cases/?tab=submitted")
    tick_whole_filter(screen)
    press(screen, "审核通过")
    second = screen.context.new_page()
    second.goto(f"{live_site}/cases/?tab=submitted")
    with second.expect_navigation():
        second.locator("tbody a").first.click()
    press(second, "退回")
    second.get_by_label("理由").fill("缺授权书")
    press(second, "确定退回")
    press(screen, "确定审核通过")
    assert screen.get_by_text("已由他人办理").is_visible()
