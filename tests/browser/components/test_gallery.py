"""The components in a real browser: reachable, readable, nothing runs off a small screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.server import assert_no_barrier

PAGES = ["figures", "file", "list", "form", "form_errors", "refused"]
DESK, PHONE, SMALL = (1440, 900), (390, 844), (320, 640)
PICTURES = os.environ.get("BANGFU_PICTURES", "")

FOCUSABLE = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility() && !one.disabled).length"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_desk_and_phones(screen: Page, gallery_url: str, name: str) -> None:
    for width, height in (DESK, PHONE, SMALL):
        screen.set_viewport_size({"width": width, "height": height})
        screen.goto(f"{gallery_url}/{name}")
        picture(screen, f"{name}-{width}")
        assert screen.evaluate(SIDEWAYS) <= 0, f"runs off at {width} px"
        if width != SMALL[0]:
            assert_no_barrier(screen, name)
    assert screen.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["figures", "file", "list"])
def test_keyboard_reaches_everything(screen: Page, gallery_url: str, name: str) -> None:
    screen.set_viewport_size({"width": 1440, "height": 900})
    screen.goto(f"{gallery_url}/{name}")
    expected = screen.evaluate(FOCUSABLE)
    seen = 0
    screen.keyboard.press("Tab")
    while screen.evaluate("() => document.activeElement !== document.body") and seen < 400:
        outlined = screen.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        # Columns of charts are framed instead; parts of a date are marked by the browser.
        elsewhere = "() => !!document.activeElement.closest('svg, input[type=date]')"
        assert outlined != "none" or screen.evaluate(elsewhere)
        screen.evaluate("() => { document.activeElement.dataset.seen = 'yes' }")
        seen += 1
        screen.keyboard.press("Tab")
    assert screen.evaluate("() => document.querySelectorAll('[data-seen]').length") >= expected


def test_more_opens_and_closes_on_a_phone(screen: Page, gallery_url: str) -> None:
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.goto(f"{gallery_url}/figures")
    screen.get_by_text("更多").click()
    assert screen.locator(".tabs").get_by_text("退出").is_visible()
    picture(screen, "more-390")
    screen.keyboard.press("Escape")
    assert not screen.locator(".tabs").get_by_text("退出").is_visible()


def test_a_confirmation_asks_first(screen: Page, gallery_url: str) -> None:
    screen.set_viewport_size({"width": 1440, "height": 900})
    screen.goto(f"{gallery_url}/file")
    yes = screen.get_by_role("button", name="确定批准")
    assert not yes.is_visible()
    screen.get_by_text("批准…").click()
    assert yes.is_visible()
    picture(screen, "confirm-1440")
    screen.get_by_role("button", name="先不").click()
    assert not yes.is_visible()


UNDER_THE_HEAD = """() => {
  const head = document.querySelector("thead th:last-child"), table = head.closest("table");
  const row = table.tBodies[0].rows[0], space = document.createElement("div");
  row.cells[row.cells.length - 1].innerHTML =
    '<details class="confirm"><summary class="btn small">停用</summary></details>';
  space.style.height = "2000px";
  document.querySelector("main").append(space);
  scrollBy(0, row.querySelector("summary").getBoundingClientRect().top - 2);
  const stuck = head.getBoundingClientRect(), button = row.querySelector("summary").getBoundingClientRect();
  const seen = document.elementFromPoint(button.left + button.width / 2, stuck.top + stuck.height / 2);
  return [stuck.top, button.top < stuck.bottom, seen.tagName];
}"""


def test_no_button_of_a_row_covers_the_head_that_stays(screen: Page, gallery_url: str) -> None:
    screen.set_viewport_size({"width": 1440, "height": 900})
    screen.goto(f"{gallery_url}/list")
    assert screen.evaluate(UNDER_THE_HEAD) == [0, True, "TH"]


def test_the_error_summary_leads_to_the_field(screen: Page, gallery_url: str) -> None:
    screen.goto(f"{gallery_url}/form_errors")
    assert screen.evaluate("() => document.activeElement.className") == "card errsum"
    screen.get_by_role("link", name="身份证号").click()
    assert screen.url.endswith("#id_id_number")


def test_without_script_everything_is_still_there(browser: Browser, gallery_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    screen = context.new_page()
    screen.goto(f"{gallery_url}/file")
    screen.get_by_text("批准…").click()
    assert screen.get_by_role("button", name="确定批准").is_visible()
    context.close()


def test_filters_swap_the_list_and_keep_the_address(screen: Page, gallery_url: str) -> None:
    screen.goto(f"{gallery_url}/list")
    screen.evaluate("() => { document.querySelector('#list').dataset.old = 'yes' }")
    screen.get_by_label("类别").select_option("低保户")
    screen.wait_for_selector("#list:not([data-old])")
    assert "kind=deep" in screen.url
    assert screen.locator("#list tbody tr").count() == 5
    assert screen.complaints == []  # type: ignore[attr-defined]


def test_paper_carries_the_content_alone(screen: Page, gallery_url: str) -> None:
    screen.goto(f"{gallery_url}/file")
    screen.emulate_media(media="print")
    assert not screen.locator(".side").is_visible()
    assert not screen.get_by_role("button", name="打印").is_visible()
    assert screen.get_by_role("heading", name="认定说明").is_visible()


def picture(screen: Page, name: str) -> None:
    """Kept only when asked for: BANGFU_PICTURES names a folder."""
    if PICTURES:
        screen.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
