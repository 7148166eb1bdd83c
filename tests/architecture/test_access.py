"""Every route has a duty: the table in `routes.csv` is the whole of what may be reached, and how.

A new route, or a changed duty, fails here until the table says so too. Who holds a duty is said in
`acts.roles`. That duties and methods are kept when asked by real requests is shown in tests/security.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, get_resolver

from bangfu.acts.roles import holders
from bangfu.scope.enums import MACHINE_ROLES, Role

TABLE = Path(__file__).with_name("routes.csv")
SIGNED_IN = [role for role in Role if role not in MACHINE_ROLES]
#: Anybody on the net: to get in and out, and what the law has posted in public.
PUBLIC = {"", "sign-in/", "sign-out/", "public/notices/", "public/notices/<str:token>/"}
PERSONAL = ("files/", "cases/", "notices/", "objections/", "rounds/", "funds/", "imports/")


@dataclass(frozen=True)
class Route:
    """`duty` is the code of one, or "public"."""

    pattern: str
    methods: tuple[str, ...]
    duty: str

    @property
    def public(self) -> bool:
        return self.duty == "public"

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may reach it, in the order of the enum."""
        return tuple(str(role) for role in holders(self.duty) if role in SIGNED_IN)


def routes() -> dict[str, str]:
    """Address pattern → the duty it takes."""
    return {pattern: _duty_of(one.callback) for pattern, one in named_patterns()}


def named_patterns() -> Iterator[tuple[str, URLPattern]]:
    return _walk(get_resolver().url_patterns, "")


def _walk(patterns, prefix):
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one
        else:
            yield from _walk(one.url_patterns, address)


def _duty_of(view) -> str:
    duty = getattr(view, "duty", "NOBODY DECIDED")
    return "public" if duty is None else str(duty)


def table() -> dict[str, Route]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["route"]: Route(
                row["route"],
                tuple(row["methods"].split()),
                row["duty"],
            )
            for row in csv.DictReader(file)
        }


def test_every_route_is_in_the_table_with_its_duty():
    assert routes() == {pattern: route.duty for pattern, route in table().items()}


def test_routes_have_names_by_which_pages_link_to_them():
    assert [pattern for pattern, one in named_patterns() if not one.name] == []


def test_only_the_way_in_and_posted_notices_are_public():
    assert {pattern for pattern, route in table().items() if route.public} == PUBLIC


def test_no_administrator_reaches_personal_data():
    assert _reached(Role.ADMINISTRATOR, PERSONAL) == []


def test_an_auditor_changes_nothing():
    """What an auditor may post is about the own sign-in, or reads: a file by a number that no address
    may hold, a list as a file, a number in clear for a stated purpose, or calls back what they asked."""
    posting = [
        route.pattern
        for route in table().values()
        if "POST" in route.methods and Role.AUDITOR in route.roles
    ]
    assert posting == [
        "switch/",
        "password/",
        "files/by-identity/",
        "files/export/",
        "files/<str:file_no>/reveal/",
        "jobs/<int:job_id>/stop/",
    ]


def test_who_releases_neither_plans_nor_opens_funds():
    assert _reached(Role.RELEASER, ("rounds/new/", "funds/new/", "cases/", "imports/")) == []


def test_only_the_administrator_sets_up():
    standards = ("import", "adopt", "programmes", "workdays")
    setting_up = ("settings/", "unions/import/", *(f"standards/{one}/" for one in standards))
    reaching = {
        role
        for route in table().values()
        if route.pattern.startswith(setting_up)
        for role in route.roles
    }
    assert reaching == {Role.ADMINISTRATOR}


def _reached(role: Role, prefixes: tuple[str, ...]) -> list[str]:
    return [
        route.pattern
        for route in table().values()
        if route.pattern.startswith(prefixes) and role in route.roles
    ]
