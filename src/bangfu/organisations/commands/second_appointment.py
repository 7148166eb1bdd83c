"""Second what another administrator proposed: its officer takes office with the code that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.accounts.models import User
from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_union
from ..errors import (
    AppointmentEnded,
    AppointmentWithdrawn,
    NotForOwnAppointment,
    NothingToSecond,
    PasswordGivenByYou,
    ProposedByYou,
    ProposerGone,
    UnionNotYours,
)
from ..models import Appointment
from ..seconding import may_second, proposer_serves, seconders
from .office_codes import CODE_FIELDS, draw_code

#: What became otherwise between the command's look and its write.
REFUSALS = {
    "appointment_proposer_serves": ProposerGone,
    "appointment_seconded_by_administrator": UnionNotYours,
}


@dataclass(frozen=True)
class Seconded:
    """`code`: shown once, to be handed to the appointed in person."""

    appointment: Appointment
    code: str


@use_case(duties.SECOND_APPOINTMENT, refusals=REFUSALS)
def second_appointment(*, appointment_id: int, on: date, by: Actor) -> Seconded:
    """It holds from its first day, but never before its officer has taken office (`take_office`).

    Raises:
        NotPermitted, UnionNotYours, AppointmentWithdrawn, AppointmentEnded, NothingToSecond,
        ProposedByYou, NotForOwnAppointment, ProposerGone, Appointment.DoesNotExist.
        PasswordGivenByYou: `by` gave the appointed their last password, and could sign in as them.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    require_union(by, appointment.union)
    _refuse_settled(appointment, on)
    appointment.user = User.objects.select_for_update().get(pk=appointment.user_id)
    if by.officer_id not in [hand.user_id for hand in seconders(appointment, on)]:
        raise _why_not(appointment, on, by)
    code = draw_code(appointment)
    appointment.seconded_by_user_id = by.officer_id
    appointment.seconded_on = on
    appointment.save(update_fields=["seconded_by_user_id", "seconded_on", *CODE_FIELDS])
    tell("appointment", appointment.pk, {"since": str(max(on, appointment.since))})
    return Seconded(appointment, code)


def _refuse_settled(appointment: Appointment, on: date) -> None:
    if appointment.withdrawn:
        raise AppointmentWithdrawn
    if not appointment.needs_second or appointment.seconded_on is not None:
        raise NothingToSecond
    if appointment.until is not None and (not appointment.hand_over or appointment.until < on):
        raise AppointmentEnded(appointment.until)


def _why_not(appointment: Appointment, on: date, by: Actor) -> Exception:
    """What of `seconders` the actor is not."""
    if appointment.user_id == by.officer_id:
        return NotForOwnAppointment()
    if appointment.by_user_id == by.officer_id:
        return ProposedByYou(may_second(appointment, on))
    if not proposer_serves(appointment, on):
        return ProposerGone()
    if appointment.user.password_last_given_by_user_id == by.officer_id:
        return PasswordGivenByYou(may_second(appointment, on))
    return UnionNotYours()
