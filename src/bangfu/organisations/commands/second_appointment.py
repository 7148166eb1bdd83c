"""Second what another administrator proposed: from then on the appointment holds."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import administrators_over, may_second, require_union
from ..errors import (
    AppointmentEnded,
    AppointmentWithdrawn,
    NotForOwnAppointment,
    NothingToSecond,
    ProposedByYou,
    ProposerGone,
    UnionNotYours,
)
from ..models import Appointment

#: What became otherwise between the command's look and its write.
REFUSALS = {
    "appointment_proposer_serves": ProposerGone,
    "appointment_seconded_by_administrator": UnionNotYours,
}


@use_case(duties.SECOND_APPOINTMENT, refusals=REFUSALS)
def second_appointment(*, appointment_id: int, on: date, by: Actor) -> Appointment:
    """It holds from its first day, but never from before `on`, today.

    Raises:
        NotPermitted, UnionNotYours, AppointmentWithdrawn, AppointmentEnded, NothingToSecond,
        ProposedByYou, NotForOwnAppointment, ProposerGone, Appointment.DoesNotExist.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    require_union(by, appointment.union)
    _refuse_settled(appointment)
    _refuse_same_hand(appointment, on, by)
    appointment.seconded_by_user_id = by.officer_id
    appointment.seconded_on = on
    appointment.save(update_fields=["seconded_by_user_id", "seconded_on"])
    tell("appointment", appointment.pk, {"since": str(max(on, appointment.since))})
    return appointment


def _refuse_settled(appointment: Appointment) -> None:
    if appointment.withdrawn:
        raise AppointmentWithdrawn
    if not appointment.needs_second or appointment.seconded_on is not None:
        raise NothingToSecond
    if appointment.until is not None:
        raise AppointmentEnded(appointment.until)


def _refuse_same_hand(appointment: Appointment, on: date, by: Actor) -> None:
    if appointment.user_id == by.officer_id:
        raise NotForOwnAppointment
    proposer = appointment.by_user_id
    if proposer == by.officer_id:
        raise ProposedByYou(may_second(appointment, on))
    serving = administrators_over(appointment.union_id, on)
    if proposer is not None and not serving.filter(user=proposer).exists():
        raise ProposerGone
