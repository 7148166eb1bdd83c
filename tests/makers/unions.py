"""Unions, the installation's day, and officers appointed to a union."""

from __future__ import annotations

from datetime import date

from bangfu.accounts.models import User
from bangfu.organisations.models import Appointment, Installation, Union
from bangfu.organisations.queries import actor_for
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.models import TIERS

SINCE = date(2010, 1, 1)
PASSWORD = "for tests only 2010"


def install(demo_day: date | None) -> None:
    """The installation: a demo on a day, or a real one (None)."""
    Installation.objects.create(id=1, is_demo=demo_day is not None, demo_day=demo_day)


def make_union(
    code: str,
    name: str = "",
    parent: Union | None = None,
    *,
    kind: str = "县级总工会",
    area: str = "440900",
    system: str = "",
) -> Union:
    """A union below its parent, a root without one."""
    depth = parent.depth + 1 if parent else 1
    union = Union.objects.create(
        code=code,
        name=name or code,
        kind=kind,
        parent=parent,
        area_code=area,
        system=system,
        depth=depth,
    )
    for tier in TIERS[: depth - 1]:
        setattr(union, tier, getattr(parent, tier))
    setattr(union, TIERS[depth - 1], union.pk)
    union.save()
    return union


def appoint(username: str, role: Role, union: Union, *, since: date = SINCE) -> Actor:
    """Whoever is called so, in a role at a union; who already is, stays."""
    user, _new = User.objects.get_or_create(username=username, defaults={"name": username})
    held, _new = Appointment.objects.get_or_create(user=user, union=union, role=role, since=since)
    return actor_for(held)


def let_sign_in() -> None:
    """Give every user the password of tests."""
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
