"""Every page there is, looked at as its officer would, on a desk and on phones.

Which pages there are is read from the table of routes, so that a new one is looked at by itself.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from architecture.test_access import Route, table
from bangfu.audit.models import Entry
from bangfu.reporting import log_language
from security.asking import JOB_OF
from security.families import FAMILIES
from security.shop import Shop
from sheets import sheets_of

from .officers import Officers
from .server import DESK, PHONE, SIDEWAYS, SMALL, assert_no_barrier, picture
from .touch import has_covered_focus, too_small

#: Who looks, for each role that a route may be for.
WHO = {
    "filer": "gz-filer",
    "reviewer": "gz-reviewer",
    "approver": "city-approver",
    "fund_officer": "gz-fund",
    "releaser": "city-releaser",
    "auditor": "city-auditor",
    "administrator": "admin",
}
#: Pages for who sees two counties.
ABOVE = {
    "overlaps/<str:file_no>/<str:kind>/": "city-approver",
    "overlaps/in-vain/<int:met_id>/": "city-approver",
}
FRAGMENTS = {"figures/rows/"}
PAPER = re.compile(r"(\.(xlsx|csv|pdf)|/(pdf|export|result))/?$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: The same pages where another officer sees more on them, and errors: who, address, status.
MORE = [
    ("gz-reviewer", "figures/?open=440981", 200),
    ("gz-reviewer", "figures/?by=system", 200),
    ("admin", "figures/", 200),
    ("gz-reviewer", "files/?text=nobody", 200),
    ("gz-reviewer", "cases/<int:case_id>/", 200),
    ("gz-reviewer", "cases/return/?chosen=<int:case_id>:3", 200),
    ("gz-filer", "cases/new/confirm/?chosen=<int:household_id>", 200),
    ("city-approver", "cases/<int:case_id>/", 200),
    ("city-approver", "cases/?tab=approved", 200),
    ("gz-fund", "rounds/<int:round_id>/", 200),
    ("city-releaser", "rounds/<int:round_id>/", 200),
    ("city-auditor", "funds/<int:fund_id>/", 200),
    ("admin", "standards/", 200),
    ("admin", "log/", 200),
    ("gz-filer", "nowhere/", 404),
    ("gz-filer", "settings/", 403),
    ("", "public/notices/none-such/", 404),
]


def shown() -> list[Route]:
    return [route for route in table().values() if "GET" in route.methods]


def who_looks(route: Route) -> str:
    return "" if route.public else ABOVE.get(route.pattern, WHO[route.roles[0]])


def pages() -> list[tuple[str, str, int]]:
    return [
        (who_looks(route), route.pattern, 200)
        for route in shown()
        if route.pattern not in FRAGMENTS and not PAPER.search(route.pattern)
    ]


def papers() -> list[tuple[str, str]]:
    return [(who_looks(route), route.pattern) for route in shown() if PAPER.search(route.pattern)]


def address(route: str, shop: Shop) -> str:
    """A route with something of this shop in its places."""
    named = {
        "str:file_no": FAMILIES["gaozhou"].file_no,
        "str:kind": "card",
        "int:case_id": shop.cases["school"],
        "int:household_id": shop.households["gaozhou"],
        "int:objection_id": shop.objections["school"],
        "int:notice_id": shop.notices["gaozhou"],
        "str:token": shop.tokens["huazhou"],
        "int:round_id": shop.rounds["gaozhou"],
        "int:fund_id": shop.funds["gaozhou"],
        "int:batch_id": shop.batches["gaozhou"],
        "int:met_id": shop.met["huazhou"],
        "int:job_id": shop.jobs[JOB_OF.get(route, "list")],
        "int:waiting_id": shop.waiting["gaozhou"],
        "int:award_id": shop.awards["gaozhou"],
        "int:transfer_id": shop.receipts["gaozhou"],
    }
    return "/" + re.sub(r"<(.+?)>", lambda place: str(named[place[1]]), route)


@pytest.mark.parametrize(("username", "route", "status"), [*pages(), *MORE])
def test_page(staff: Officers, shop: Shop, username: str, route: str, status: int) -> None:
    page = staff[username]
    page.complaints.clear()  # type: ignore[attr-defined]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    answer = page.goto(staff.site + address(route, shop))
    assert answer is not None
    assert answer.status == status
    assert page.locator("html").get_attribute("lang") == "zh-Hans-CN"
    assert CHINESE.search(page.title())
    assert page.locator("h1").count() == 1
    _looks_right(page, f"{re.sub('[^a-z]+', '-', route) or 'home'}{username}", DESK)
    _looks_right(page, f"{re.sub('[^a-z]+', '-', route) or 'home'}{username}", PHONE)
    assert too_small(page) == []
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    assert page.evaluate(SIDEWAYS) <= 0
    assert _tables_that_scroll(page) == []
    assert [one for one in page.complaints if f"status of {status}" not in one] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("username", "route"), papers())
def test_paper(staff: Officers, shop: Shop, username: str, route: str) -> None:
    """What is handed out is a file that is no page, and is not kept on the way."""
    page = staff[username]
    answer = page.request.get(staff.site + address(route, shop))
    assert answer.status == 200
    assert "text/html" not in answer.headers["content-type"]
    assert len(answer.body()) > 100


@pytest.mark.parametrize(
    ("username", "route"),
    [
        ("gz-filer", "files/<str:file_no>/"),
        ("gz-filer", "cases/new/?text=4409812010000"),
        ("city-approver", "rounds/<int:round_id>/"),
    ],
)
def test_keyboard_reaches_everything(
    staff: Officers, shop: Shop, username: str, route: str
) -> None:
    page = staff[username]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(staff.site + address(route, shop))
    wanted = page.evaluate(NUMBER_ALL)
    assert wanted > 10
    reached = set()
    for _press in range(wanted + 5):
        page.keyboard.press("Tab")
        number, visible = page.evaluate(FOCUSED)
        assert visible, "focus that can't be seen"
        reached.add(number)
    assert set(range(wanted)) <= reached


@pytest.mark.parametrize(("size", "route"), [(PHONE, "cases/new/"), (DESK, "files/")])
def test_focus_is_under_no_bar(
    staff: Officers, shop: Shop, size: tuple[int, int], route: str
) -> None:
    """Going down it stays above the tabs of a phone, going up below the head of a table."""
    page = staff["gz-filer"]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(staff.site + address(route, shop))
    for key in [*["Tab"] * 80, *["Shift+Tab"] * 60]:
        page.keyboard.press(key)
        assert not has_covered_focus(page), (key, page.evaluate("document.activeElement.outerHTML"))


@pytest.mark.parametrize(
    ("username", "route"),
    [
        ("gz-filer", "files/<str:file_no>/"),
        ("gz-filer", "imports/<int:batch_id>/"),
        ("gz-filer", "cases/new/"),
        ("gz-reviewer", "figures/"),
        ("gz-fund", "rounds/<int:round_id>/"),
        ("admin", "settings/"),
    ],
)
def test_type_of_twice_the_size_fits_a_phone(
    staff: Officers, shop: Shop, username: str, route: str
) -> None:
    """Nothing runs off, and what is shut off by an edge can be scrolled to."""
    page = staff[username]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(staff.site + address(route, shop))
    page.evaluate("() => { document.documentElement.style.fontSize = '187.5%'; }")
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT_OFF) == []


def test_paper_copy_of_a_household_has_no_menu(staff: Officers, shop: Shop) -> None:
    page = staff.open("gz-filer", address("files/<str:file_no>/", shop))
    page.emulate_media(media="print")
    try:
        for part in (".side", ".tabs", "[data-print]", ".number summary", ".skip"):
            assert not page.locator(part).first.is_visible(), part
        assert page.locator("h1").is_visible()
        assert page.get_by_role("region", name="认定说明").is_visible()
        picture(page, "household-print")
    finally:
        page.emulate_media(media="null")


@pytest.mark.parametrize(
    ("username", "route", "who"),
    [
        ("gz-filer", "files/", "高州市总工会"),
        ("city-auditor", "log/", "茂名市总工会"),
        ("", "public/notices/", ""),
    ],
)
def test_every_printed_sheet_says_by_whom_when_and_which_it_is(
    staff: Officers, shop: Shop, username: str, route: str, who: str
) -> None:
    page = staff.open(username, address(route, shop))
    sheets = sheets_of(page.pdf(prefer_css_page_size=True))
    assert len(sheets) > 1 or not username
    said = "打印,页面打开于" if who else "页面打开于"
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"{said}\d{{4}}-\d\d-\d\d\d\d:\d\d", sheet), sheet
        assert sheet.count("页面打开于") == 1
        assert f"{number}/{len(sheets)}" in sheet
        assert who in sheet


def test_log_speaks_chinese(shop: Shop) -> None:
    """Every action, subject and detail that was written has a name that a reader understands."""
    entries = list(Entry.objects.values_list("action", "subject_kind", "detail"))
    assert len(entries) > 50
    for action, kind, detail in entries:
        assert log_language.action_in_words(action) != action
        assert log_language.subject_in_words(kind) != kind
        assert [key for key in detail if log_language.detail_in_words(key) == key] == []


def _looks_right(page: Page, name: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    picture(page, f"{name}-{size[0]}")
    assert page.evaluate(SIDEWAYS) <= 0
    assert _tables_that_scroll(page) == []
    assert_no_barrier(page, f"{name} at {size[0]} px")


def _tables_that_scroll(page: Page) -> list[str]:
    return page.evaluate(  # type: ignore[no-any-return]
        "() => [...document.querySelectorAll('.scroll')]"
        ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel)"
    )


#: Numbers all that a keyboard should reach: of a group of radio buttons the chosen one.
NUMBER_ALL = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility({checkVisibilityCSS: true}) && !one.disabled)
    .filter(one => one.type !== 'radio' || one.checked)
    .filter(one => one.closest('details:not([open])') === null || one.matches('summary'));
  all.forEach((one, number) => { one.dataset.number = number; });
  return all.length;
}"""
#: What is wider than a box that doesn't scroll; what only a reader hears is left out.
CUT_OFF = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility({checkVisibilityCSS: true}) && one.clientWidth > 2)
  .filter(one => !one.matches('.vh, .vh *, svg *, thead, thead *, input'))
  .filter(one => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 90))"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return [Number(one.dataset.number ?? -1), one === document.body || drawn];
}"""
