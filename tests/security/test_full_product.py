"""The full product: every route × every method × every role at every place × one object of each kind at each place.

What is right comes from duties (`acts.roles`), from the methods that a route names, and from the tables of sight
in `everywhere`. Whoever may not do it gets 302, 403, 404 or 405, reads no word of what lies elsewhere, and
the database counts no row that was inserted, updated or deleted meanwhile, but lines of the log and the
own session. `make long` asks for all; else some combinations of each route take their turn, drawn alike each time.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.test.client import MULTIPART_CONTENT, ClientHandler

from architecture.test_access import named_patterns, table
from bangfu.acts.attempts import often
from bangfu.scope.enums import Role
from harness import connect_to

from .asking import signed_in, undone
from .combinations import FILLED, WAYS, Asked, Request, of_route
from .everywhere import (
    EVERY_FAMILY,
    FUND_AT,
    PLACES,
    SEEN_OF_HOUSEHOLD,
    SEEN_OF_UNION,
    Officer,
    fund_name,
    furnished,
    officers,
)
from .shop import Shop
from .sight import spilled
from .sweeping import LONG, OPENS_NUMBERS

#: Lines of the log are written of an attempt too; what was chosen on the way to a form is in the own session.
BESIDE = {"audit_entry", "django_session"}
#: A few addresses' beginnings, to ask for part of it: `BANGFU_ROUTES="files/ cases/"`.
ONLY = tuple(os.environ.get("BANGFU_ROUTES", "").split()) or ("",)
DRAWN = 3  # combinations of a route where not all are asked for


@dataclass
class Tally:
    """What came of it."""

    asked: int = 0
    left_out: int = 0
    by: Counter[str] = field(default_factory=Counter)
    shown: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Asking(RequestFactory):
    """The middleware and views without a client's own bookkeeping: what is answered leaves no trace in it."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **given: Any) -> HttpResponseBase:  # type: ignore[override]
        return self.handler(self._base_environ(**given))


@pytest.fixture(scope="module")
def everywhere(shop) -> Shop:
    return furnished(shop)


@pytest.fixture(scope="module")
def requests(everywhere) -> list[list[Request]]:
    """By route."""
    known = table()
    return [
        of_route(known[pattern], str(one.name), everywhere)
        for pattern, one in named_patterns()
        if pattern.startswith(ONLY)
    ]


@pytest.fixture(scope="module")
def askers(everywhere) -> dict[Officer, Asking]:
    asking = {}
    for officer in officers():
        asking[officer] = Asking()
        asking[officer].cookies = signed_in(officer.username).cookies
    return asking


def ask(asker: Asking, asked: Asked) -> HttpResponseBase:
    request = asked.request
    return asker.generic(request.way.split()[0], request.address, request.sent, MULTIPART_CONTENT)


@cache
def hidden_from(officer: Officer, opens_numbers: bool) -> list[str]:
    """Words of what lies elsewhere, and all numbers but those that a page is there to open."""
    hidden, personal = [], officer.role not in ("", Role.ADMINISTRATOR)
    opened: set[str] = set()
    for place, family in EVERY_FAMILY.items():
        seen = personal and officer.place in SEEN_OF_HOUSEHOLD[place]
        hidden += [] if seen else family.open_words
        hidden += family.numbers
        opened |= set(family.numbers if seen and opens_numbers else ())
    funds = [fund_name(place) for place in FUND_AT if not _sees_fund(officer, place)]
    return [word for word in hidden + funds if word not in opened]


def _sees_fund(officer: Officer, place: str) -> bool:
    return officer.role not in ("", Role.ADMINISTRATOR) and officer.place in SEEN_OF_UNION[place]


def written() -> dict[str, int]:
    """Rows inserted, updated and deleted, by table, also those of savepoints that were rolled back.

    Some of transactions before are counted along; within one transaction only the difference tells.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables"
            " where n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def judge(asked: Asked, response: HttpResponseBase, tally: Tally) -> int:
    status = response.status_code
    tally.asked += 1
    tally.by[f"{asked.way} {status}"] += 1
    if status not in asked.right:
        tally.wrong.append(f"{asked}: {status}, not {sorted(asked.right)}")
    hidden = hidden_from(asked.officer, asked.route.pattern in OPENS_NUMBERS and asked.may)
    if words := [word for word in spilled(response, hidden) if word not in asked.address]:
        tally.wrong.append(f"{asked}: spills {len(words)} words")
    if asked.may and status == 200:
        heads = [family.head for family in EVERY_FAMILY.values()]
        tally.shown |= {f"{asked.officer.place} {head}" for head in spilled(response, heads)}
    return status


def ask_all(chosen: list[Asked], asker: Asking, tally: Tally) -> None:
    """Of one route and officer: what they may post each by itself, the rest one after the other, counted."""
    tally.left_out += sum(one.too_much for one in chosen)
    chosen = [one for one in chosen if not one.too_much]
    posting = [one for one in chosen if one.may and one.method == "POST"]
    for one in posting:
        with undone():
            judge(one, ask(asker, one), tally)
    others = [one for one in chosen if one not in posting]
    with undone():
        before = written()
        came = {one: judge(one, ask(asker, one), tally) for one in others}
        after = written()
    tables = {name for name in after if after[name] != before.get(name, 0)} - BESIDE
    if tables:
        tally.wrong.append(f"{others[0]} and the like: written to {sorted(tables)}")
    nowhere = {one.way: status for one, status in came.items() if one.thing.lies == "nowhere"}
    for one, status in came.items():
        hidden = not one.may and one.thing.lies not in ("nowhere", "crossed")
        hidden &= one.officer.role != Role.ADMINISTRATOR  # people are refused by 403, rows by 404
        if hidden and status != nowhere.get(one.way, status):
            tally.wrong.append(f"{one}: {status} tells it from what does not exist")


def fingerprint() -> list[tuple[Any, ...]]:
    """Every table's rows and which version of each they are, as the owner sees them."""
    name = str(connection.settings_dict["NAME"])
    connect_to(name, owner=True)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.reach', 'machine', false)")
        cursor.execute("select relname from pg_stat_user_tables where schemaname = 'public'")
        counted = "select %s, count(*), sum(xmin::text::bigint), sum(hashtext(ctid::text)) from {}"
        rows = []
        for (each,) in sorted(cursor.fetchall()):
            cursor.execute(counted.format(connection.ops.quote_name(each)), [each])
            rows += cursor.fetchall()
    connect_to(name)
    return rows


def told(tally: Tally, capsys: Any, what: str) -> None:
    with capsys.disabled():
        came = ", ".join(f"{way} ×{count}" for way, count in sorted(tally.by.items()))
        print(f"\n{what}: {tally.asked} combinations; {came}", file=sys.stderr, flush=True)
    assert not tally.wrong, f"{len(tally.wrong)} wrong\n" + "\n".join(tally.wrong[:200])


@pytest.mark.skipif(not LONG, reason="over a hundred thousand requests: make long")
@pytest.mark.parametrize("place", ["", *PLACES], ids=lambda place: place or "nobody")
def test_everything_asked_by_everybody_everywhere(place, requests, askers, capsys):
    tally, before = Tally(), fingerprint()
    at_place = [officer for officer in officers() if officer.place == place]
    for officer in at_place:
        often.forget()
        for of_one in requests:
            ask_all([Asked(officer, each) for each in of_one], askers[officer], tally)
    assert fingerprint() == before
    told(tally, capsys, place or "nobody")
    assert tally.asked + tally.left_out == len(at_place) * sum(map(len, requests))
    if ONLY == ("",):
        seen = [
            family.head for at, family in EVERY_FAMILY.items() if place in SEEN_OF_HOUSEHOLD[at]
        ]
        assert tally.shown == {f"{place} {head}" for head in seen}


@pytest.mark.skipif(LONG, reason="all of it is asked for")
def test_some_of_everything_takes_its_turn(requests, askers, capsys):
    tally, everybody, chosen = Tally(), officers(), []
    for of_one in requests:
        drawing = Random(of_one[0].route.pattern)
        chosen += [Asked(one, drawing.choice(of_one)) for one in drawing.sample(everybody, DRAWN)]
    for one in chosen:
        ask_all([one], askers[one.officer], tally)
    told(tally, capsys, "a draw")
    if ONLY == ("",):
        assert {one.way for one in chosen} == set(WAYS)
        assert {one.officer.place for one in chosen} == {"", *PLACES}
        assert {one.officer.role for one in chosen} == {each.role for each in everybody}


def test_what_is_written_would_be_noticed(everywhere, askers):
    """Else nothing counted would mean nothing: a fund's officer receives money, which is seen and undone."""
    officer = Officer("xinyi", "fund_officer")
    route = table()["funds/<int:fund_id>/receive/"]
    [filled] = [
        each
        for each in of_route(route, "fund_receive", everywhere)
        if each.way == FILLED and each.thing.lies == "xinyi"
    ]
    with undone():
        before = written()
        assert ask(askers[officer], Asked(officer, filled)).status_code == 302
        assert written().get("funds_transfer", 0) > before.get("funds_transfer", 0)


def test_what_is_spilled_would_be_noticed(everywhere, askers):
    """What the city's auditor reads of 信宜's family, held against what another county's may."""
    city, elsewhere = Officer("city", "auditor"), Officer("huazhou", "auditor")
    [page] = [
        each
        for each in of_route(table()["files/<str:file_no>/"], "file_page", everywhere)
        if each.way == "GET" and each.thing.lies == "xinyi"
    ]
    rightly, wrongly = Tally(), Tally()
    with undone():
        judge(Asked(city, page), ask(askers[city], Asked(city, page)), rightly)
        judge(Asked(elsewhere, page), ask(askers[city], Asked(city, page)), wrongly)
    assert (rightly.wrong, rightly.shown) == ([], {"city 垚甲楠"})
    assert [each.split(": ")[-1][:6] for each in wrongly.wrong] == ["200, n", "spills"]
