"""What was tried and refused is in the log: another's duty, beyond one's jurisdiction, a form, a sign-in; and a
stranger who goes on trying writes a few lines.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from architecture.test_access import named_patterns, table
from bangfu.acts.attempts import (
    NOT_IN_SIGHT,
    NOT_PERMITTED,
    REFUSED,
    SIGN_IN_REFUSED,
    Often,
    often,
)
from bangfu.audit.models import Entry
from bangfu.reporting.log_language import action_in_words, value_in_words
from bangfu.scope.actors import acting, operator

from .asking import address, signed_in, targets
from .families import FAMILIES
from .sight import OFFICERS, ROLE
from .wrong_forms import NOT_SHOWN, NOTHING_TYPED, officer_for

KINDS = (NOT_PERMITTED, NOT_IN_SIGHT, REFUSED, SIGN_IN_REFUSED)


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
