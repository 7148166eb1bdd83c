"""Reads of the union tree, appointments and the installation."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from bangfu.accounts.models import User
from bangfu.acts.roles import ALONE, holds
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.reach import NOTHING, Scope

from . import duties
from .enums import UnionKind
from .errors import NoAppointment, UnknownUser
from .models import Appointment, Installation, Union
from .rules.demo_day import refuse_day as refuse_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERSONAL_ROLES = frozenset(Role) - ALONE


def installation() -> Installation:
    """Its one row. Raises Installation.DoesNotExist before the first start."""
    return Installation.objects.get(id=1)


def today() -> date:
    """The installation's day: a demo's own, else today in Asia/Shanghai."""
    return day_of(installation())


def day_of(here: Installation) -> date:
    """The demo's day, else that of the clock."""
    return here.demo_day or clock_day()


def clock_day() -> date:
    """In China, whatever the machine's zone."""
    return datetime.now(SHANGHAI).date()


def appointments_of(user_id: int, on: date) -> QuerySet[Appointment]:
    """Those in force on a day, the earliest given first; none that waits for a second administrator."""
    return (
        Appointment.objects.filter(user_id=user_id, holds_from__lte=on)
        .filter(Q(until=None) | Q(until__gte=on))
        .select_related("union", "union__parent", "user")
        .order_by("id")
    )


def apart_from(role: Role, user_id: int, since: date) -> QuerySet[Appointment]:
    """Appointments of a user that forbid one in `role` from a day on: an administrator's and all
    others keep apart. One that is proposed forbids as well: it may be seconded at any time.
    """
    held = Appointment.objects.filter(user_id=user_id).filter(Q(until=None) | Q(until__gte=since))
    alone = Q(role__in=ALONE)
    apart = held.exclude(alone) if role in ALONE else held.filter(alone)
    return apart.exclude(until__lt=F("since"))


def actor_for(appointment: Appointment) -> Actor:
    """The actor of an appointment; administrators reach no personal data."""
    role = Role(appointment.role)
    scope = scope_of(appointment.union) if role in PERSONAL_ROLES else NOTHING
    return Actor(appointment.user_id, appointment.user.name, role, appointment.union_id, scope)


def appointment_of(actor: Actor, on: date) -> Appointment:
    """The appointment that an officer acts under. Raises NoAppointment, NotPermitted (a machine)."""
    held = appointments_of(actor.officer_id, on)
    appointment = held.filter(role=actor.role, union_id=actor.acting_union_id).first()
    if appointment is None:
        raise NoAppointment
    return appointment


def actor_under(appointment: Appointment, on: date) -> Actor:
    """The officer of an appointment, for work done later in their name.

    Raises:
        NoAppointment: it is not in force on that day, or the officer is disabled.
    """
    held = appointments_of(appointment.user_id, on).filter(user__is_active=True)
    fitting = held.filter(pk=appointment.pk).first()
    if fitting is None:
        raise NoAppointment
    return actor_for(fitting)


def actor_named(username: str, on: date) -> Actor:
    """The actor of a user's first appointment, for `--by` on the command line.

    Raises:
        UnknownUser: no such user, or disabled.
        NoAppointment: none in force on that day.
    """
    first = appointments_of(user_named(username).pk, on).first()
    if first is None:
        raise NoAppointment
    return actor_for(first)


def user_named(username: str) -> User:
    """Raises UnknownUser, also for one who is disabled."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UnknownUser(username)
    return user


def scope_of(union: Union) -> Scope:
    """Subtree; for an industry union also its 系统 inside its parent's territory (A2)."""
    if union.kind == UnionKind.INDUSTRY and union.system and union.parent is not None:
        return Scope(union.id, union.depth, union.system, union.parent_id, union.parent.depth)
    return Scope(union.id, union.depth)


def unions_in_scope(actor: Actor) -> QuerySet[Union]:
    """The actor's union and all below it; all unions for the machine and administrators."""
    if actor.scope.machine or holds(actor, duties.ADMINISTER):
        return Union.objects.all()
    if actor.scope.union_id is None:
        return Union.objects.none()
    return Union.objects.filter(**{f"tier{actor.scope.depth}": actor.scope.union_id})


def below(union_id: int) -> Q:
    """Condition: a scoped row hangs on the union or below it."""
    tier = tier_of(union_id)
    return Q(**tier) if tier else Q(pk__in=[])


def tier_of(union_id: int) -> dict[str, int]:
    """Column and value by which rows of the union and below it are known; {} for no union."""
    depth = Union.objects.filter(pk=union_id).values_list("depth", flat=True).first()
    return {f"tier{depth}": union_id} if depth else {}
