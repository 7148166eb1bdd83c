"""Unions, the installation's day, and officers appointed to a union."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bangfu.accounts.models import User
from bangfu.acts.two_hands import needs_second
from bangfu.organisations.administering import administrators_over
from bangfu.organisations.commands.second_appointment import second_appointment
from bangfu.organisations.commands.take_office import take_office, taker
from bangfu.organisations.models import Appointment, Installation, Union
from bangfu.organisations.queries import actor_for, today
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
    """Whoever is called so, in a role at a union; who already is, stays.

    As the machine's operator does it: where two administrators reach the union, one of them seconds.
    """
    user, _new = User.objects.get_or_create(username=username, defaults={"name": username})
    held = Appointment.objects.filter(user=user, union=union, role=role, since=since).first()
    if held is None:
        administrators = administrators_over(union.pk, today()).values("user").distinct().count()
        held = Appointment.objects.create(
            user=user,
            union=union,
            role=role,
            since=since,
            needs_second=needs_second(role, True, administrators),
        )
    if held.waits:
        second(held)
    return actor_for(held)


def second(held: Appointment) -> None:
    """By the nearest administrator who may; the officer takes office at once."""
    hands = [held.by_user_id or 0, held.user_id]
    by = administrators_over(held.union_id, today()).exclude(user__in=hands)[0]
    take_up(held, actor_for(by))


def take_up(held: Appointment, by: Actor, on: date | None = None) -> None:
    """Seconded by somebody, and its officer takes office with the code."""
    day = on or today()
    done = second_appointment(appointment_id=held.pk, on=day, by=by)
    assert take_office(code=done.code, on=day, by=taker(held.user_id)).taken is not None
    held.refresh_from_db()


def as_role(actor: Actor, role: Role) -> Actor:
    """The same person in another appointment."""
    return replace(actor, role=role)


def let_sign_in() -> None:
    """Give every user the password of tests."""
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
