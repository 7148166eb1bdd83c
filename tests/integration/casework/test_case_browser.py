"""The whole way of a case by mouse and keyboard, each page looked at on desk and phones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from acceptance.server import look, sign_in
from bangfu.accounts.models import User
from bangfu.scope.enums import Role

from .conftest import PASSWORD, POSTED_UNTIL, World, build_world

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
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    return world


def tick_whole_filter(page: Page) -> None:
    page.get_by_label("本筛选全部").check()


def test_from_submission_to_approval(busy: World, live_site: str, screen: Page) -> None:
    sign_in(screen, live_site, "filer", PASSWORD)
    screen.goto(f"{live_site}/cases/new/")
    look(screen, "case-new")
    tick_whole_filter(screen)
    screen.get_by_role("button", name="提交认定").click()
    look(screen, "case-new-confirm")
    screen.get_by_role("button", name="确定提交 57 户").click()
    assert screen.get_by_text("已提交 57 户").is_visible()
    look(screen, "case-submitted")

    sign_in(screen, live_site, "reviewer", PASSWORD)
    screen.goto(f"{live_site}/cases/")
    look(screen, "case-list")
    screen.get_by_role("checkbox").first.check()
    screen.get_by_role("button", name="退回").click()
    look(screen, "case-confirm-return")
    screen.get_by_role("button", name="确定退回 1 户").click()
    assert screen.get_by_text("请填写理由").first.is_visible()
    look(screen, "case-confirm-error")
    screen.get_by_label("理由").fill("缺授权核对书，请补齐后重新提交")
    screen.get_by_role("button", name="确定退回 1 户").click()
    look(screen, "case-returned")

    screen.goto(f"{live_site}/cases/?tab=submitted")
    tick_whole_filter(screen)
    screen.get_by_role("button", name="审核通过").click()
    screen.get_by_role("button", name="确定审核通过 59 户").click()
    screen.goto(f"{live_site}/cases/?tab=checked")
    tick_whole_filter(screen)
    screen.get_by_role("button", name="公示").click()
    look(screen, "case-confirm-post")
    screen.get_by_label("受理异议的联系方式").fill("高州市总工会权益保障部，0668-6660000")
    screen.get_by_role("button", name="确定公示 61 户").click()
    look(screen, "notice-page")
    screen.goto(f"{live_site}/notices/")
    look(screen, "notice-list")

    screen.goto(f"{live_site}/cases/?tab=posted")
    screen.locator("tbody a").first.click()
    case_address = screen.url
    screen.get_by_role("link", name="登记异议").click()
    look(screen, "objection-new")
    screen.get_by_label("异议内容").fill("反映这户有一辆小汽车")
    screen.get_by_role("button", name="登记").click()
    look(screen, "case-page-objected")

    busy.move_to(AFTER)
    sign_in(screen, live_site, "approver", PASSWORD)
    screen.goto(case_address)
    look(screen, "case-page-approver")
    screen.get_by_role("link", name="答复").click()
    look(screen, "objection-answer")
    screen.get_by_label("异议不成立").check()
    screen.get_by_label("答复").last.fill("经车管所查询，名下无车")
    screen.get_by_role("button", name="答复").click()
    screen.goto(f"{live_site}/cases/")
    look(screen, "case-list-approver")
    tick_whole_filter(screen)
    screen.get_by_role("button", name="批准").click()
    look(screen, "case-confirm-approve")
    screen.get_by_role("button", name="确定批准 65 户").click()
    screen.goto(f"{live_site}/cases/?tab=approved")
    assert screen.get_by_text("共 65 户").is_visible()
    screen.goto(case_address)
    look(screen, "case-approved")
    wrong = [said for said in screen.complaints if "422" not in said]  # type: ignore[attr-defined]
    assert wrong == []


def test_the_public_pages(busy: World, live_site: str, screen: Page) -> None:
    screen.goto(f"{live_site}/public/notices/")
    look(screen, "public-notices")
    screen.get_by_role("link", name="高州市总工会").click()
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
    screen.get_by_role("button", name="审核通过").click()
    second = screen.context.new_page()
    second.goto(f"{live_site}/cases/?tab=submitted")
    second.locator("tbody a").first.click()
    second.get_by_role("button", name="退回").click()
    second.get_by_label("理由").fill("缺授权书")
    second.get_by_role("button", name="确定退回").click()
    screen.get_by_role("button", name="确定审核通过").click()
    assert screen.get_by_text("已由他人办理").is_visible()
