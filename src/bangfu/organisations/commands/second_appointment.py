"""Second what another administrator proposed: from then on the appointment holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.accounts.commands.passwords import CODE_FIELDS, hand_over_code
from bangfu.accounts.models import User
from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import (
    administrators_over,
    may_confirm,
    may_second,
    require_union,
    require_user,
)
from ..errors import (
    AppointmentEnded,
    AppointmentWithdrawn,
    NotForOwnAppointment,
    NothingToSecond,
    PasswordGivenByYou,
    ProposedByYou,
    ProposerGone,
    UnionNotYours,
    UserNotYours,
)
from ..models import Appointment

#: What became otherwise between the command's look and its write.
REFUSALS = {
    "appointment_proposer_serves": ProposerGone,
    "appointment_seconded_by_administrator": UnionNotYours,
    "user_password_confirmed_by_another": UserNotYours,
}


@dataclass(frozen=True)
class Seconded:
    """`code`: to be handed to the appointed in person, "" where they have chosen their own password."""

    appointment: Appointment
    code: str


@use_case(duties.SECOND_APPOINTMENT, refusals=REFUSALS)
def second_appointment(*, appointment_id: int, on: date, by: Actor) -> Seconded:
    """It holds from its first day, but never from before `on`, today.

    A password that the appointed did not choose themselves opens nothing any more without a code, so that
    who gave it can't act in their name.

    Raises:
        NotPermitted, UnionNotYours, AppointmentWithdrawn, AppointmentEnded, NothingToSecond,
        ProposedByYou, NotForOwnAppointment, ProposerGone, Appointment.DoesNotExist.
        PasswordGivenByYou, UserNotYours: a code is needed, and `by` gave the password, or does not
            look after all unions in which the appointed holds something.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    require_union(by, appointment.union)
    _refuse_settled(appointment, on)
    _refuse_same_hand(appointment, on, by)
    code = _code_for(appointment.user_id, on, by)
    appointment.seconded_by_user_id = by.officer_id
    appointment.seconded_on = on
    appointment.save(update_fields=["seconded_by_user_id", "seconded_on"])
    tell("appointment", appointment.pk, {"since": str(max(on, appointment.since))})
    return Seconded(appointment, code)


def _code_for(user_id: int, on: date, by: Actor) -> str:
    """Raises PasswordGivenByYou, UserNotYours."""
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.needs_code:
        return ""
    if user.password_given_by_user_id == by.officer_id:
        raise PasswordGivenByYou(may_confirm(user, on))
    require_user(by, user, on)
    code = hand_over_code(user, by.officer_id)
    user.save(update_fields=CODE_FIELDS)
    return code


def _refuse_settled(appointment: Appointment, on: date) -> None:
    if appointment.withdrawn:
        raise AppointmentWithdrawn
    if not appointment.needs_second or appointment.seconded_on is not None:
        raise NothingToSecond
    if appointment.until is not None and (not appointment.hand_over or appointment.until < on):
        raise AppointmentEnded(appointment.until)


def _refuse_same_hand(appointment: Appointment, on: date, by: Actor) -> None:
    if appointment.user_id == by.officer_id:
        raise NotForOwnAppointment
    proposer = appointment.by_user_id
    if proposer == by.officer_id:
        raise ProposedByYou(may_second(appointment, on))
    handed = appointment.hand_over
    serving = administrators_over(handed.to_union_id if handed else appointment.union_id, on)
    if proposer is not None and not serving.filter(user=proposer).exists():
        raise ProposerGone
