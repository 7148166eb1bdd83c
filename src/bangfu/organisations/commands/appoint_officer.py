"""Let a user act in a role for a union, from a day on."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.scope.enums import MACHINE_ROLES, Role

from .. import duties
from ..administering import union_to_appoint, user_to_appoint
from ..errors import AdministratorApart, AlreadyAppointed, RoleNotForOfficers
from ..models import Appointment
from ..queries import apart_from


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
    user = user_to_appoint(by, username, on)
    union = union_to_appoint(by, union_code)
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
