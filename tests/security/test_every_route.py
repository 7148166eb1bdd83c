"""Every route, method and officer, against their own and everybody else's: a status as the table
of routes and the table of sight have it, and not one word of a family to whom it is not shown.

Real middleware, the application's real database role, row-level security and all.
"""

from __future__ import annotations

import pytest

from architecture.test_access import Route, named_patterns, table

from .asking import Target, address, body, signed_in, targets, undone
from .sight import ANYBODY, OFFICERS, ROLE, hidden_words, spilled

SHOWN = {200}
DONE_OR_EXPLAINED = {200, 302, 400, 409, 422}
#: Nobody signed in: the home page leads to the desk; notices that ended are gone.
ELSEWHERE = {"": {302}, "public/notices/<str:token>/": {200, 410}, "sign-in/": {200, 302}}
#: A choice made on a list may name anything; what lies outside the scope is left out or not found.
CHOOSING = {"cases/act/", "cases/new/"}
#: The two that hand numbers out, to those in whose scope they lie.
OPENS_NUMBERS = {"files/<str:file_no>/reveal/", "rounds/<int:round_id>/export/"}
ODD = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture(scope="module")
def clients(shop):
    return {username: signed_in(username) for username in (ANYBODY, *OFFICERS)}


def expected(route: Route, officer: str, method: str, target: Target) -> set[int]:
    """The statuses that are right; a wrong method may be refused before a wrong role is."""
    wrong_method = {405} if method not in route.methods else set()
    if not route.public:
        if officer == ANYBODY:
            return {302} | wrong_method
        if ROLE[officer] not in route.roles:
            return {403} | wrong_method
    if wrong_method:
        return wrong_method
    if not target.seen(officer):
        return {404}
    if method == "POST":
        return DONE_OR_EXPLAINED | ({404} if route.pattern in CHOOSING else set())
    return ELSEWHERE.get(route.pattern, SHOWN)


@pytest.mark.parametrize("officer", [ANYBODY, *OFFICERS], ids=lambda name: name or "nobody")
def test_only_what_is_theirs(officer, shop, clients):
    wrong = []
    for pattern, one in named_patterns():
        route = table()[pattern]
        for target in targets(pattern, shop):
            for method in ("GET", "POST"):
                response = ask(clients[officer], method, one.name, target, shop)
                wrong += faults(route, officer, method, target, response)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("officer", [ANYBODY, *OFFICERS], ids=lambda name: name or "nobody")
def test_odd_methods_do_and_show_nothing(officer, shop, clients):
    wrong = []
    for pattern, one in named_patterns():
        target = targets(pattern, shop)[0]
        for method in ODD:
            response = ask(clients[officer], method, one.name, target, shop)
            allowed = expected(table()[pattern], officer, "GET", target) | {403}
            if response.status_code not in {405, *(allowed if method == "HEAD" else {302, 403})}:
                wrong.append(f"{method} {pattern}: {response.status_code}")
            if gives_away(response, officer):
                wrong.append(f"{method} {pattern} spills")
    assert not wrong, "\n".join(wrong)


def test_posts_without_a_token_of_the_page_are_refused(shop):
    wrong = []
    for officer in (
        "gz-filer",
        "gz-reviewer",
        "gz-fund",
        "city-approver",
        "city-releaser",
        "admin",
    ):
        client = signed_in(officer, enforce_csrf_checks=True)
        for pattern, one in named_patterns():
            route = table()[pattern]
            if "POST" in route.methods and (route.public or ROLE[officer] in route.roles):
                response = ask(client, "POST", one.name, targets(pattern, shop)[0], shop)
                if response.status_code != 403:
                    wrong.append(f"{officer} {pattern}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_table_of_sight_would_notice(shop, clients):
    """The families are there to be found: whoever may see one does find all that is open of it."""
    target = targets("files/<str:file_no>/", shop)[0]
    response = ask(clients["gz-reviewer"], "GET", "file_page", target, shop)
    assert set(hidden_words("admin")) & set(spilled(response, hidden_words("admin")))
    assert spilled(response, hidden_words("gz-reviewer")) == []


def ask(client, method, name, target, shop):
    """As one browser that never leaves: signing out or in on the way is forgotten like the rest."""
    given = body(name, target, shop) if method == "POST" else None
    cookies = client.cookies.output(header="", sep=";")
    try:
        with undone():
            if method == "POST":
                return client.post(address(name, target), given)
            return client.generic(method, address(name, target))
    finally:
        client.cookies.clear()
        client.cookies.load(cookies)


def gives_away(response, officer: str) -> bool:
    """What stands in the address that was asked for is known already."""
    asked = response.request["PATH_INFO"]
    return bool(spilled(response, [word for word in hidden_words(officer) if word not in asked]))


def faults(route: Route, officer: str, method: str, target: Target, response) -> list[str]:
    said = f"{method} {route.pattern} {target.place or '-'}"
    found = []
    right = expected(route, officer, method, target)
    if response.status_code not in right:
        found.append(f"{said}: {response.status_code}, not {sorted(right)}")
    signing_in = response.headers.get("Location", "").startswith("/sign-in/?next=/")
    if response.status_code == 302 and officer == ANYBODY and not (route.public or signing_in):
        found.append(f"{said}: leads elsewhere than to the sign-in page")
    may_open = (
        route.pattern in OPENS_NUMBERS and target.seen(officer) and response.status_code == 200
    )
    if not may_open and gives_away(response, officer):
        found.append(f"{said}: spills")
    return found
