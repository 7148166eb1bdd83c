"""Let a user act in a role for a union, from a day on."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.scope.enums import MACHINE_ROLES, Role

from .. import duties
from ..administering import require_nothing_outside, require_union
from ..errors import (
    AdministratorApart,
    AlreadyAppointed,
    NotForYourself,
    RoleNotForOfficers,
    UnknownUnion,
)
from ..models import Appointment, Union
from ..queries import apart_from, user_named


@use_case(duties.APPOINT)
def appoint_officer(
    *, username: str, union_code: str, role: Role, since: date, on: date, by: Actor
) -> Appointment:
    """`since` may lie before or after `on`, today.

    Raises NotPermitted, RoleNotForOfficers, UnknownUser, NotForYourself, UnknownUnion,
    UnionNotYours, UserNotYours, AlreadyAppointed, AdministratorApart.
    """
    if role in MACHINE_ROLES:
        raise RoleNotForOfficers
    user = user_named(username)
    if user.pk == by.user_id:
        raise NotForYourself
    union = Union.objects.filter(code=union_code).first()
    if union is None:
        raise UnknownUnion(union_code)
    require_union(by, union)
    require_nothing_outside(by, user, on)
    if Appointment.objects.filter(user=user, union=union, role=role, until=None).exists():
        raise AlreadyAppointed
    if apart_from(role, user.pk, since).exists():
        raise AdministratorApart(username)
    appointment = Appointment.objects.create(
        user=user, union=union, role=role, since=since, by_user_id=by.user_id
    )
    detail = {"user": username, "union": union_code, "role": str(role), "since": str(since)}
    tell("appointment", appointment.pk, detail)
    return appointment
