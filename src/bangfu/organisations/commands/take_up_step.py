"""Take up a step that another union hands over, and name the own officer who does it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from .. import duties
from ..administering import belongs, require_user
from ..errors import AdministratorApart, NotForYourself, NotTheirOfficer
from ..handing_over import to_answer
from ..models import Appointment
from ..queries import apart_from, user_named


@use_case(duties.TAKE_UP, refusals={"appointment_of_own_officer": NotTheirOfficer})
def take_up_step(*, hand_over_id: int, username: str, on: date, by: Actor) -> Appointment:
    """The officer acts for that union once its administrator has seconded the appointment; it ends by itself.

    Raises:
        NotPermitted, UnionNotYours, HandOverAnswered, HandOverOver, UnknownUser, NotForYourself,
        UserNotYours, NotTheirOfficer, AdministratorApart, HandOver.DoesNotExist.
    """
    asked = to_answer(hand_over_id, on, by)
    user = user_named(username)
    if user.pk == by.officer_id:
        raise NotForYourself
    require_user(by, user, on)
    if not belongs(user, asked.to_union, on):
        raise NotTheirOfficer
    if apart_from(Role(asked.role), user.pk, asked.since).exists():
        raise AdministratorApart(username)
    asked.answer, asked.answered_by_user_id, asked.answered_on = "taken", by.officer_id, on
    asked.save(update_fields=["answer", "answered_by_user_id", "answered_on"])
    made = Appointment.objects.create(
        user=user,
        union=asked.union,
        role=asked.role,
        since=asked.since,
        until=asked.until,
        by_user_id=by.officer_id,
        needs_second=True,
        hand_over=asked,
    )
    tell("hand_over", asked.pk, {"appointment": made.pk})
    detail = {"user": username, "union": asked.union.code, "role": asked.role}
    days = {"since": str(asked.since), "until": str(asked.until)}
    told = {**detail, **days, "needs_second": True}
    tell("appointment", made.pk, told, action="organisations.appoint")
    return made
