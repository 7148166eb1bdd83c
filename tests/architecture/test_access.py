"""Every route says at its view which duty it takes, and which methods.

The page `docs/reference/roles-and-routes.md` shows all of them, and a test fails until it shows a
change. Who holds a duty is said in `acts.roles`. That duties and methods are kept when asked by
real requests is shown in tests/security.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

from bangfu.acts.roles import holders
from bangfu.scope.enums import MACHINE_ROLES, Role

SIGNED_IN = [role for role in Role if role not in MACHINE_ROLES]
#: Anybody on the net: to get in and out, and what the law has posted in public.
PUBLIC = {
    "",
    "sign-in/",
    "sign-out/",
    "take-office/",
    "public/notices/",
    "public/notices/<str:token>/",
}
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


def named_patterns() -> Iterator[tuple[str, URLPattern]]:
    return _walk(get_resolver().url_patterns, "")


def _walk(patterns, prefix):
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one
        else:
            yield from _walk(one.url_patterns, address)


def table() -> dict[str, Route]:
    """Address pattern → its route."""
    return {
        pattern: Route(pattern, named.callback.methods, str(named.callback.duty or "public"))
        for pattern, named in named_patterns()
    }


def test_every_route_says_its_duty_and_its_methods():
    silent = [
        pattern
        for pattern, named in named_patterns()
        if not hasattr(named.callback, "duty") or not hasattr(named.callback, "methods")
    ]
    assert silent == []
    assert {method for route in table().values() for method in route.methods} == {"GET", "POST"}


def test_routes_have_names_by_which_pages_link_to_them():
    assert [pattern for pattern, one in named_patterns() if not one.name] == []


def test_only_the_way_in_and_posted_notices_are_public():
    assert {pattern for pattern, route in table().items() if route.public} == PUBLIC


def test_no_administrator_reaches_personal_data():
    assert _reached(Role.ADMINISTRATOR, PERSONAL) == []


def test_an_auditor_changes_nothing():
    """What an auditor may post is about the own sign-in, or reads: a file by a number that no address
    may hold, a list as a file, a number in clear for a stated purpose, or calls back what they asked."""
    posting = {
        route.pattern
        for route in table().values()
        if "POST" in route.methods and Role.AUDITOR in route.roles
    }
    assert posting == {
        "switch/",
        "password/",
        "funds/<int:fund_id>/ledger/",
        "log/export/",
        "log/find/",
        "files/find/",
        "cases/find/",
        "files/export/",
        "cases/review/export/",
        "files/<str:file_no>/reveal/",
        "jobs/<int:job_id>/stop/",
    }


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
