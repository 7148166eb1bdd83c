"""Every route has an owner: the table in `routes.csv` is the whole of who may reach what.

A new route, or a changed role, fails here until the table says so too.
"""

import csv
from pathlib import Path

from django.urls import URLPattern, get_resolver

from bangfu.scope.enums import MACHINE_ROLES, Role

TABLE = Path(__file__).with_name("routes.csv")
SIGNED_IN = [role for role in Role if role not in MACHINE_ROLES]


def routes() -> dict[str, str]:
    """Address pattern → the roles that may reach it, in the order of the enum."""
    return {pattern: _owners(view) for pattern, view in _walk(get_resolver().url_patterns, "")}


def _walk(patterns, prefix):
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one.callback
        else:
            yield from _walk(one.url_patterns, address)


def _owners(view) -> str:
    roles = getattr(view, "roles", None)
    if roles is None:
        return "NOBODY DECIDED"
    return roles if isinstance(roles, str) else " ".join(r for r in SIGNED_IN if r in roles)


def table() -> dict[str, str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["route"]: row["roles"] for row in csv.DictReader(file)}


def test_every_route_is_in_the_table_with_its_roles():
    assert routes() == table()


def test_no_administrator_reaches_personal_data():
    personal = ("files/", "cases/", "rounds/", "imports/")
    reached = [
        route
        for route, roles in routes().items()
        if route.startswith(personal) and Role.ADMINISTRATOR in roles.split()
    ]
    assert reached == []
