"""Every route, method and officer, against their own and everybody else's: a status as the table
of routes and the table of sight have it, and not one word of a family to whom it is not shown.

Real middleware, the application's real database role, row-level security and all.
"""

from __future__ import annotations

import pytest

from architecture.test_access import named_patterns, table

from .asking import signed_in, targets
from .sight import ANYBODY, OFFICERS, ROLE, hidden_words, spilled
from .sweeping import ODD, ask, expected, gives_away, odd_methods, sweep
from .wrong_forms import NOT_SHOWN, NOTHING_TYPED, of_form, officer_for


@pytest.fixture(scope="module")
def clients(shop):
    return {username: signed_in(username) for username in (ANYBODY, *OFFICERS)}


@pytest.mark.parametrize("officer", [ANYBODY, *OFFICERS], ids=lambda name: name or "nobody")
def test_only_what_is_theirs(officer, shop, clients):
    wrong = sweep(clients[officer], officer, shop)
    assert not wrong, "\n".join(wrong)


def test_each_odd_method_has_its_turn():
    assert {method for at in range(5, 5 + len(ODD)) for method in odd_methods(at)} == {"HEAD", *ODD}


@pytest.mark.parametrize("officer", [ANYBODY, *OFFICERS], ids=lambda name: name or "nobody")
def test_odd_methods_do_and_show_nothing(officer, shop, clients):
    wrong = []
    whose = (ANYBODY, *OFFICERS).index(officer)
    for at, (pattern, one) in enumerate(named_patterns()):
        target = targets(pattern, shop)[0]
        for method in odd_methods(at + whose):
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


def test_every_form_says_all_that_is_wrong_at_its_fields_in_one_answer(shop, clients):
    """Sent empty, then with what no field takes: each sentence beside its field and above, all typed kept."""
    of_routes: dict[str, list[str] | None] = {}
    for pattern, one in named_patterns():
        route = table()[pattern]
        if "POST" not in route.methods or route.public or one.name in NOT_SHOWN:
            continue
        target = next(each for each in targets(pattern, shop) if officer_for(route, each))
        client = clients[officer_for(route, target)]
        of_routes[one.name] = of_form(client, route, one.name, target, shop)
    assert {name for name, told in of_routes.items() if told is None} == NOTHING_TYPED
    wrong = [fault for told in of_routes.values() for fault in told or ()]
    assert not wrong, "\n".join(wrong)
