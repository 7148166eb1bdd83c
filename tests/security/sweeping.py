"""What is right for each route, method, officer and object, and what came instead."""

from __future__ import annotations

import os

from architecture.test_access import Route, named_patterns, table

from .asking import MOVES, Target, address, body, targets, undone
from .sight import ANYBODY, ROLE, hidden_words, spilled

SHOWN = {200}
#: Whoever holds the duty may still have had another one for this very round.
BY_ANOTHER = {
    f"rounds/<int:round_id>/{step}/" for step in ("decide", "release", "send", "export", "simulate")
}
DONE_OR_EXPLAINED = {200, 302, 303, 400, 409, 422}
#: Nobody signed in: the home page leads to the desk; notices that ended are gone.
#: Asked for without a choice or a deed, a page that asks once more, or of an outcome, leads
#: back; one that does not even know what to ask explains.
ELSEWHERE = {
    "": {302},
    "public/notices/<str:token>/": {200, 410},
    "sign-in/": {200, 302},
    **{f"cases/{act}/": {303} for act in MOVES},
    "cases/new/confirm/": {303},
    "cases/new/done/": {303},
    "files/<str:file_no>/reveal/": {303},
}
#: Of a round that has not come so far: the city's is only planned.
NOT_YET = {
    ("rounds/<int:round_id>/roster.xlsx", "city"): {409},
    ("rounds/<int:round_id>/roster.pdf", "city"): {409},
}
#: A choice made on a list may name anything; what lies outside the scope is left out or not found.
CHOOSING = {"cases/new/", *(f"cases/{act}/" for act in MOVES)}
#: These hand numbers out, to those in whose scope they lie.
OPENS_NUMBERS = {
    "files/<str:file_no>/reveal/",
    "rounds/<int:round_id>/export/",
    "imports/export/",
}
#: `BANGFU_LONG=1` asks for the whole product where else each takes its turn (`make long`).
LONG = os.environ.get("BANGFU_LONG") == "1"
#: No view takes these.
ODD = ("PUT", "PATCH", "DELETE", "OPTIONS")


def odd_methods(at: int) -> tuple[str, ...]:
    """HEAD, which is answered as GET is, and one that nobody takes: the next officer's, the next
    route's is another one.
    """
    return ("HEAD", *(ODD if LONG else [ODD[at % len(ODD)]]))


def sweep(client, officer: str, shop) -> list[str]:
    """Ask for everything; whatever is wrong with the answers."""
    wrong = []
    for pattern, one in named_patterns():
        route = table()[pattern]
        for target in targets(pattern, shop):
            for method in ("GET", "POST"):
                response = ask(client, method, one.name, target, shop)
                wrong += faults(route, officer, method, target, response)
    return wrong


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
        choosing = {404} if route.pattern in CHOOSING else set()
        return DONE_OR_EXPLAINED | choosing | ({403} if route.pattern in BY_ANOTHER else set())
    not_yet = NOT_YET.get((route.pattern, target.place))
    return not_yet or ELSEWHERE.get(route.pattern, SHOWN)


def ask(client, method, name, target, shop):
    """As one browser that never leaves: signing out or in on the way is forgotten like the rest."""
    sent = body(name, target, shop) if method == "POST" else None
    cookies = client.cookies.output(header="", sep=";")
    try:
        with undone():
            if method == "POST":
                return client.post(address(name, target), sent)
            return client.generic(method, address(name, target))
    finally:
        client.cookies.clear()
        client.cookies.load(cookies)


def gives_away(response, officer: str, opens_numbers: bool = False) -> bool:
    """What stands in the address that was asked for is known already."""
    asked = response.request["PATH_INFO"]
    hidden = [word for word in hidden_words(officer, opens_numbers) if word not in asked]
    return bool(spilled(response, hidden))


def faults(route: Route, officer: str, method: str, target: Target, response) -> list[str]:
    said = f"{method} {route.pattern} {target.place or '-'}"
    wrong = []
    right = expected(route, officer, method, target)
    if response.status_code not in right:
        wrong.append(f"{said}: {response.status_code}, not {sorted(right)}")
    signing_in = response.headers.get("Location", "").startswith("/sign-in/?next=/")
    if response.status_code == 302 and officer == ANYBODY and not (route.public or signing_in):
        wrong.append(f"{said}: leads elsewhere than to the sign-in page")
    if gives_away(response, officer, route.pattern in OPENS_NUMBERS):
        wrong.append(f"{said}: spills")
    return wrong
