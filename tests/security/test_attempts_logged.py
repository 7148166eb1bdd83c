"""What was tried and refused is in the log: another's duty, beyond one's jurisdiction, a form, a sign-in; and a
stranger who goes on trying writes a few lines.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from architecture.test_access import named_patterns, table
from bangfu.accounts.models import User
from bangfu.acts.attempts import (
    NOT_IN_SIGHT,
    NOT_PERMITTED,
    PAGE_EXPIRED,
    REFUSED,
    SIGN_IN_REFUSED,
    Often,
    often,
)
from bangfu.audit.models import Entry
from bangfu.reporting.log_language import action_in_words, value_in_words
from bangfu.scope.actors import acting, operator

from .asking import address, signed_in, targets, undone
from .families import FAMILIES
from .sight import OFFICERS, ROLE
from .wrong_forms import NOT_SHOWN, NOTHING_TYPED, officer_for

KINDS = (NOT_PERMITTED, NOT_IN_SIGHT, PAGE_EXPIRED, REFUSED, SIGN_IN_REFUSED)


@pytest.fixture(autouse=True)
def _another_hour():
    """What was counted by tests of before is forgotten."""
    often.forget()


def newest() -> int:
    with acting(operator()):
        return Entry.objects.latest("id").pk


def told_since(last: int) -> list[Entry]:
    with acting(operator()):
        return list(Entry.objects.filter(pk__gt=last, action__in=KINDS).order_by("id"))


def told_after(ask_) -> list[Entry]:
    """What the asking of one page wrote; counted anew each time."""
    often.forget()
    last = newest()
    ask_()
    return told_since(last)


def test_each_page_asked_for_without_its_duty_is_told(shop):
    wrong = []
    for pattern, one in named_patterns():
        route = table()[pattern]
        if route.public:
            continue
        officer = next((who for who in OFFICERS if ROLE[who] not in route.roles), None)
        if officer is None:
            continue
        client, target = signed_in(officer), targets(pattern, shop)[0]
        method = "POST" if "GET" not in route.methods else "GET"
        told = told_after(
            lambda m=method, n=one.name, t=target, c=client: post_or_get(c, m, n, t, shop)
        )
        if [(each.action, each.subject_kind) for each in told] != [(NOT_PERMITTED, "duty")]:
            wrong.append(f"{method} {pattern} by {officer}: {[each.action for each in told]}")
        elif value_in_words("duty", told[0].subject) == told[0].subject:
            wrong.append(f"{pattern}: no words for {told[0].subject}")
    assert not wrong, "\n".join(wrong)


def post_or_get(client: Client, method: str, name: str, target, shop):
    """Without undoing what it does: nothing is done."""
    if method == "POST":
        return client.post(address(name, target), {})
    return client.get(address(name, target))


def test_each_thing_asked_for_beyond_ones_jurisdiction_is_told(shop):
    """Of every kind of thing that an address names."""
    wrong, asked = [], 0
    for pattern, one in named_patterns():
        route = table()[pattern]
        if route.public or "GET" not in route.methods:
            continue
        for target in targets(pattern, shop):
            hidden = [who for who in OFFICERS if ROLE[who] in route.roles and not target.seen(who)]
            if not hidden:
                continue
            asked += 1
            client = signed_in(hidden[0])
            told = told_after(lambda c=client, n=one.name, t=target: c.get(address(n, t)))
            if [each.action for each in told] != [NOT_IN_SIGHT]:
                wrong.append(f"{pattern} {target.place} by {hidden[0]}: {[e.action for e in told]}")
            if any(str(value) in f"{each.detail}" for each in told for value in FAMILIES):
                wrong.append(f"{pattern} tells what was asked for")
    assert asked > 20
    assert not wrong, "\n".join(wrong)


def test_each_form_that_is_refused_is_told(shop):
    wrong, asked = [], 0
    for pattern, one in named_patterns():
        route = table()[pattern]
        if "POST" not in route.methods or route.public or one.name in NOT_SHOWN | NOTHING_TYPED:
            continue
        target = next(each for each in targets(pattern, shop) if officer_for(route, each))
        client = signed_in(officer_for(route, target))
        often.forget()
        last = newest()
        status = client.post(address(one.name, target), {}).status_code
        told = [each.action for each in told_since(last)]
        asked += 400 <= status < 500
        if told != ([REFUSED] if 400 <= status < 500 else []):
            wrong.append(f"{pattern}: {status} {told}")
    assert asked > 20
    assert not wrong, "\n".join(wrong)


def test_a_form_of_before_another_sign_in_is_no_lack_of_a_duty(shop):
    client, answers = signed_in("gz-filer", enforce_csrf_checks=True), []
    file = SimpleUploadedFile("a.csv", b"a,b\n")
    sent = {"csrfmiddlewaretoken": "of before", "files": file}
    told = told_after(lambda: answers.append(client.post("/imports/", sent)))
    assert [(each.action, each.subject) for each in told] == [(PAGE_EXPIRED, "registry.stage")]
    words = answers[0].content.decode()
    assert "请返回上一页刷新后再提交。文件没有留存，请重新选择。" in words
    assert "页面已过期" in action_in_words(PAGE_EXPIRED)


def test_who_has_to_do_something_else_first_lacks_no_duty(shop):
    """The page says what; its status is that of whoever may not."""
    with undone():
        User.objects.filter(username="gz-filer").update(password_one_time=True)
        client, answers = signed_in("gz-filer"), []
        told = told_after(lambda: answers.append(client.post("/figures/reassess/")))
    assert answers[0].status_code == 403
    assert "请先在“修改密码”里改成自己的密码" in answers[0].content.decode()
    assert [each.action for each in told] == [REFUSED]


def test_a_wrong_sign_in_is_told_of_its_user_and_of_nobody_else(shop):
    """A name that no user has is not told: an identity number may have been typed there."""
    family = FAMILIES["gaozhou"]
    last = newest()
    for name in ("gz-filer", family.identity, "no-such-user", "gz-filer"):
        Client().post("/sign-in/", {"username": name, "password": "wrong"})
    told = told_since(last)
    assert [(each.subject_kind, each.subject, each.detail["tries"]) for each in told] == [
        ("user", str(shop.users["gz-filer"]), 1),
        ("strangers", "sign-in", 1),
        ("strangers", "sign-in", 2),
        ("user", str(shop.users["gz-filer"]), 2),
    ]
    assert {each.detail["address"] for each in told} == {"127.0.0.1"}
    assert told[0].union_id is not None
    assert not any(word in str(each.detail) for each in told for word in family.everything)
    page = signed_in("city-auditor").get("/log/").content.decode()
    assert action_in_words(SIGN_IN_REFUSED) in page
    assert "未登录的人" in page


def test_a_stranger_who_goes_on_trying_writes_a_few_lines(shop):
    """Two hundred names that nobody has, and pages without a session: a line for each doubling, and none."""
    last = newest()
    for _ in range(200):
        Client().post("/sign-in/", {"username": uuid4().hex, "password": "wrong"})
        Client().get("/files/")
        Client().get(f"/nowhere/{uuid4().hex}/")
    assert [each.detail["tries"] for each in told_since(last)] == [1, 2, 4, 8, 16, 32, 64, 128]


def test_an_hour_begins_anew_and_no_count_is_kept():
    counted, at = Often(), datetime(2026, 11, 30, 9, 59, tzinfo=UTC)
    assert [counted.told_at(("a",), at) for _ in range(9)] == [1, 2, 0, 4, 0, 0, 0, 8, 0]
    assert counted.told_at(("b",), at) == 1
    assert counted.told_at(("a",), at + timedelta(minutes=1)) == 1
    assert len(counted._times) == 1
