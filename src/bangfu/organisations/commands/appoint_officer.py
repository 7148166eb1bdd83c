"""Let a user act in a role for a union, from a day on; where two hands are needed, propose it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.acts.two_hands import needs_second
from bangfu.scope.actors import Actor
from bangfu.scope.enums import MACHINE_ROLES, Role

from .. import duties
from ..administering import administrators_over, union_to_appoint, user_to_appoint
from ..errors import AdministratorApart, AlreadyAppointed, RoleNotForOfficers
from ..models import Appointment
from ..queries import apart_from


@use_case(duties.APPOINT)
def appoint_officer(
    *, username: str, union_code: str, role: Role, since: date, on: date, by: Actor
) -> Appointment:
    """`since` may lie before or after `on`, today.

    In a role of `acts.two_hands` it `waits`, and holds from the day on which another administrator
    seconds it. The machine's operator appoints at once while fewer than two administrators reach the union.

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
    administrators = administrators_over(union.pk, on).values("user").distinct().count()
    waits = needs_second(role, by.scope.machine, administrators)
    appointment = Appointment.objects.create(
        user=user, union=union, role=role, since=since, by_user_id=by.user_id, needs_second=waits
    )
    detail = {"user": username, "union": union_code, "role": str(role), "since": str(since)}
    tell("appointment", appointment.pk, {**detail, **({"needs_second": True} if waits else {})})
    return appointment
