"""The reference of roles, duties and routes, written from the tables that the program obeys."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")

import django
from django.urls import URLPattern, get_resolver

if not django.apps.apps.ready:
    django.setup()

from bangfu.acts.declared import declared_duties
from bangfu.acts.duties import Duty
from bangfu.acts.incompatible import ONE_OF
from bangfu.acts.roles import DUTIES, holders
from bangfu.scope.enums import MACHINE_ROLES, Role

from . import FOLDER

PAGE = FOLDER / "roles-and-routes.md"
OFFICERS = [role for role in Role if role not in MACHINE_ROLES]
OPENING = """\
# Roles, duties and routes

Written by `make docs` from the program's own tables (`acts/roles.py`, each app's `duties.py`, each view of `web/`); a test fails when it is not current.

Who may do what is said in duties. A use case and a page name one (`@use_case(duties.RELEASE)`, `@allow(duties.RELEASE, "POST")`); `acts/roles.py` says which role holds it. Whatever the role, rows outside the union's
jurisdiction are not found: no query and no row-level policy shows them.

Who is an administrator holds no other role on the same day; the database refuses it too. An administrator's users and appointments are those of the own union and below; what holds for the whole installation is set at a root union alone.
本机操作员 is whoever runs the command line on the machine, over the whole register, 后台任务 the program's own background work; neither is ever appointed to anybody. Whoever has a one-time password reaches `/password/` and `/sign-out/` alone.
"""
APART = """
## Duties kept apart

Whatever the appointments, for one case, round or objection a person has at most one duty of each line (`acts/incompatible.py`). Commands refuse it, and the database by the same pairs. See [states](states.md).

"""
LOOK, ACT = "●", "■"


def reference() -> str:
    return "".join((OPENING, _roles(), APART, _apart(), _duties(), _routes()))


def _roles() -> str:
    common = frozenset.intersection(*(DUTIES[role] for role in OFFICERS))
    rows = (f"| `{role}` | {role.label} | {_titles(DUTIES[role] - common)} |\n" for role in Role)
    return (
        f"\n## Roles\n\nEvery officer may: {_titles(common)}.\n\n"
        "| role | in Chinese | may besides |\n|---|---|---|\n" + "".join(rows)
    )


def _apart() -> str:
    lines = ("、".join(declared_duties()[code].title for code in line) for line in ONE_OF)
    return "".join(f"- {line}\n" for line in lines)


def _duties() -> str:
    rows = (
        f"| `{duty.code}` | {duty.title} | {_labels(holders(duty))} |\n"
        for duty in declared_duties().values()
    )
    return "\n## Duties\n\n| duty | in Chinese | held by |\n|---|---|---|\n" + "".join(rows)


def _routes() -> str:
    guarded, public = [], []
    for address, view in _addresses():
        duty = getattr(view, "duty", None)
        if isinstance(duty, Duty):
            mark = _mark(view.methods)
            marks = " | ".join(mark if role in holders(duty) else "" for role in OFFICERS)
            guarded.append(f"| `/{address}` | `{duty.code}` | {marks} |\n")
        else:
            public.append(f"`/{address}`")
    head = " | ".join(str(role.label) for role in OFFICERS)
    rule = "|:-:" * len(OFFICERS)
    return (
        f"\n## Routes\n\n| route | duty | {head} |\n|---|---{rule}|\n"
        + "".join(guarded)
        + f"\n{LOOK} look, {ACT} act. For everybody, without sign-in: {', '.join(public)}.\n"
    )


def _mark(methods: Collection[str]) -> str:
    return (LOOK if "GET" in methods else "") + (ACT if "POST" in methods else "")


def _addresses(
    patterns: Iterable[Any] | None = None, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one.callback
        else:
            yield from _addresses(one.url_patterns, address)


def _titles(codes: frozenset[str]) -> str:
    return "、".join(duty.title for code, duty in declared_duties().items() if code in codes)


def _labels(roles: tuple[Role, ...]) -> str:
    return "、".join(str(role.label) for role in roles)
