"""A form that has no place on its page any more, and a filter that nobody offers: each is told in words."""

from __future__ import annotations

import re

import pytest

from architecture.test_access import named_patterns, table
from bangfu.web.filtering import FilterForm

from .asking import address, body, signed_in, targets, undone, whole
from .sight import OFFICERS
from .wrong_forms import NOT_SHOWN, TOKEN, officer_for

ODD = "zzz?"
#: Fields that take any text, or only whether there is one.
FREE = {"text", "subject", "stale"}
#: Where a page says why something was not done: above a form, above the page, or on one of its own.
SAID = re.compile(r'errsum|role="alert"|class="err"|<div class="empty">\s*<h1>')
#: Lists, how each is asked for so that it has rows, and by whom.
LISTS = [
    ("file_list", {}, "gz-filer"),
    ("case_list", {"tab": "approved"}, "city-approver"),
    ("case_list", {"tab": "changed"}, "city-approver"),
    ("case_new", {}, "gz-filer"),
    ("round_list", {}, "city-approver"),
    ("log_list", {}, "city-auditor"),
]


@pytest.fixture(scope="module")
def clients(shop):
    return {username: signed_in(username) for username in OFFICERS}


def test_whatever_is_refused_is_said_in_words(shop, clients):
    """Each route, on each object, sent empty and sent as its page would."""
    wrong = []
    for pattern, one in named_patterns():
        route = table()[pattern]
        for target in targets(pattern, shop) if "POST" in route.methods else ():
            officer = None if route.public else officer_for(route, target)
            for typed in ({TOKEN: "x"}, body(one.name, target, shop)) if officer else ():
                with undone():
                    answer = clients[officer].post(address(one.name, target), typed)
                if answer.status_code >= 400 and not SAID.search(whole(answer).decode()):
                    wrong.append(f"{one.name} {target.place}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(NOT_SHOWN))
def test_an_overtaken_form_says_what_happened_and_gives_back_what_was_typed(name, shop, clients):
    route, pattern = next(
        (table()[pattern], pattern) for pattern, one in named_patterns() if one.name == name
    )
    target = next(each for each in targets(pattern, shop) if officer_for(route, each))
    typed = {"reason": "没有这回事", "bank": "没有这家银行", "version": "9"}
    with undone():
        answer = clients[officer_for(route, target)].post(address(name, target), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "情况有变化" in page
    assert "按页面上的下一步办理" in page
    assert "没有这回事" in page or name in {"import_columns", "round_answer"}  # no such field


def test_a_step_that_others_have_overtaken_gives_back_what_was_typed(shop, clients):
    where = address("round_cancel", targets_of("round_cancel", shop))
    with undone():
        typed = {"version": "999", "reason": "今年改由县里发放"}
        answer = clients["city-approver"].post(where, typed)
    assert answer.status_code == 409
    assert "今年改由县里发放" in answer.content.decode()


@pytest.mark.parametrize(("name", "asked", "officer"), LISTS)
def test_a_filter_that_nobody_offers_chooses_nobody(name, asked, officer, shop, clients):
    client = clients[officer]
    with undone():
        plain = client.get(address(name, targets_of(name, shop)), asked)
    assert "<tbody" in listed(plain), "the list has rows to begin with"
    form = plain.context["form"]
    assert isinstance(form, FilterForm)
    for field in form.fields:
        with undone():
            answer = client.get(address(name, targets_of(name, shop)), {**asked, field: ODD})
        if answer.status_code == 404:  # a union that isn't there
            continue
        assert answer.status_code == 200, field
        assert "<tbody" not in listed(answer), field
        if field not in FREE:
            assert f"“{ODD}”" in answer.content.decode(), field
            assert "认不出" in answer.content.decode(), field


def test_an_unknown_union_of_a_link_chooses_nobody(shop, clients):
    answer = clients["gz-filer"].get("/files/", {"union_code": ODD})
    assert "<tbody" not in listed(answer)
    assert "认不出" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "chosen", "officer"),
    [
        ("figures", "by", "city-approver"),
        ("figures", "open", "city-approver"),
        ("aid_counted", "by", "city-approver"),
        ("aid_counted", "code", "city-approver"),
        ("aid_counted", "union_code", "city-approver"),
        ("case_list", "tab", "city-approver"),
        ("fund_page", "show", "gz-fund"),
        ("import_page", "tab", "gz-filer"),
    ],
)
def test_what_a_link_chooses_and_nobody_offers_is_said(name, chosen, officer, shop, clients):
    where = address(name, targets_of(name, shop))
    with undone():
        plain, odd = clients[officer].get(where), clients[officer].get(where, {chosen: ODD})
    assert (plain.status_code, odd.status_code) == (200, 200)
    assert "认不出" not in plain.content.decode()
    assert f"“{ODD}”认不出，没有采用" in odd.content.decode()


def test_a_day_that_is_none_is_said_of_figures(shop, clients):
    for path in ("/figures/", "/figures/aid/"):
        assert "所填的不是日期" in clients["city-approver"].get(path, {"on": ODD}).content.decode()


def test_what_led_to_an_award_stands_in_the_order_in_which_it_happened(shop, clients):
    """Its class was adjusted after it had been paid: that is no approval that it rests on."""
    where = address("round_award", targets_of("round_award", shop))
    page = clients["city-auditor"].get(where).content.decode()
    way = page.partition("来龙去脉")[2].partition("资金流水")[0]
    times = re.findall(r'datetime="([^"]+)"', way)
    assert len(times) > 5
    assert times == sorted(times)
    assert "标准变动" not in way


def targets_of(name: str, shop):
    return next(targets(pattern, shop)[0] for pattern, one in named_patterns() if one.name == name)


def listed(answer) -> str:
    """The list's part of a page."""
    return answer.content.decode().partition('id="list"')[2]
