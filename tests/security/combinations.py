"""What is asked in the full product: each request, and by whom; which answers are right.

Who may comes from the roles that hold a route's duty (`acts.roles`) and from the plain tables in `everywhere`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test.client import BOUNDARY, encode_multipart

from architecture.test_access import Route
from bangfu.scope.enums import Role

from .asking import Target, address, body
from .everywhere import EVERY_FAMILY, SEEN_OF_HOUSEHOLD, Officer, Thing, things
from .shop import Shop
from .sweeping import BY_ANOTHER, DONE_OR_EXPLAINED, ODD

#: POST is sent twice: empty, and with what a page would send.
FILLED = "POST filled"
WAYS = ("GET", "HEAD", "POST", FILLED, *ODD)
#: Where what is posted names rows: that of each place is sent.
CARRYING = ("case_", "account_list")
#: What holds for the whole installation is set at its root alone.
AT_ROOT = {
    "settings/day/", "standards/import/", "standards/adopt/", "standards/programmes/", "standards/parameters/",
    "standards/workdays/", "unions/import/",
}  # fmt: skip
MORE = {"file_export": {"text": "CANARY"}}
#: Hands out all that lies in sight, thousands of files: here of a school alone, by every county in `test_every_route`.
WHOLE_REGISTER, FEW_LIE_AT = {"files/export/", "imports/export/"}, "school"
ROSTERS = {f"rounds/<int:round_id>/roster.{kind}" for kind in ("xlsx", "pdf")}


@dataclass(frozen=True, eq=False)
class Request:
    """What is sent, whoever sends it."""

    route: Route
    name: str
    way: str
    thing: Thing
    carried: str  # the place whose rows a filled form names
    address: str
    sent: bytes


@dataclass(frozen=True, eq=False)
class Asked:
    """One combination."""

    officer: Officer
    request: Request

    def __getattr__(self, name: str) -> Any:
        return getattr(self.request, name)

    @property
    def method(self) -> str:
        return self.request.way.split()[0]

    def __str__(self) -> str:
        who = self.officer.username or "nobody"
        return f"{who}: {self.way} {self.route.pattern} of {self.carried or self.thing.lies}"

    @property
    def taken(self) -> bool:
        return self.method in self.route.methods or (
            self.method == "HEAD" and "GET" in self.route.methods
        )

    @property
    def permitted(self) -> bool:
        return self.route.public or self.officer.role in self.route.roles

    @property
    def in_sight(self) -> bool:
        if self.carried:
            return self.officer.place in SEEN_OF_HOUSEHOLD[self.carried]
        if self.route.pattern in AT_ROOT:
            return self.officer.place == "city"
        return self.thing.seen(self.officer)

    @property
    def may(self) -> bool:
        return self.taken and self.permitted and self.in_sight

    @property
    def too_much(self) -> bool:
        whole = self.way == "POST" and self.route.pattern in WHOLE_REGISTER
        return self.may and whole and self.officer.place != FEW_LIE_AT

    @property
    def right(self) -> set[int]:
        if not self.taken:
            return {405}
        if not self.permitted:
            return {403} if self.officer.place else {302}
        if not self.in_sight:
            return self._out_of_sight
        if self.method == "POST":
            by_another = {403} if self.route.pattern in BY_ANOTHER else set()
            return DONE_OR_EXPLAINED | by_another | ({404} if self.carried else set())
        planned_only = self.route.pattern in ROSTERS and self.thing.lies != "gaozhou"
        return {409} if planned_only else {200, 302, 303, 410}

    @property
    def _out_of_sight(self) -> set[int]:
        """A form may be refused before what it is about is looked for; rows that it names are left out."""
        if self.carried:
            return DONE_OR_EXPLAINED | {404}
        if self.officer.role == Role.ADMINISTRATOR:
            return {403, 404, 409, 422}
        not_whole = {400} if self.way == "POST" else set()
        stale = {409} if self.thing.lies in ("crossed", "nowhere") else set()
        return {404} | not_whole | stale


def of_route(route: Route, name: str, shop: Shop) -> list[Request]:
    """Everything that can be asked of a route, whoever asks."""
    carrying = name.startswith(CARRYING) and "<" not in route.pattern
    return [
        Request(route, name, way, thing, place, *sent)
        for thing in things(route.pattern, shop)
        for way in WAYS
        for place in (EVERY_FAMILY if carrying and way == FILLED else [""])
        if (sent := _sent(name, way, thing, place, shop))
    ]


def _sent(name: str, way: str, thing: Thing, place: str, shop: Shop) -> tuple[str, bytes] | None:
    """The address, and a form as a browser encodes it; None where what is filled would be empty again."""
    target = Target(place or thing.lies, thing.arguments)
    fields = {**body(name, target, shop), **MORE.get(name, {})} if way == FILLED else {}
    if way == FILLED and not fields:
        return None
    sent = encode_multipart(BOUNDARY, fields) if way in ("POST", FILLED) else b""
    return address(name, target), sent
