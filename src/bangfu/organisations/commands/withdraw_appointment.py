"""Take back an appointment that has not begun or is only proposed: it never holds, and stays in the records."""

from __future__ import annotations

from datetime import date, timedelta

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_union, unions_administered
from ..errors import AlreadyBegun, AppointmentWithdrawn
from ..models import Appointment


@use_case(duties.WITHDRAW_APPOINTMENT)
def withdraw_appointment(*, appointment_id: int, on: date, by: Actor) -> Appointment:
    """Also one whose end is already set, and of a hand-over by either union. Withdrawing twice is told.

    Raises NotPermitted, UnionNotYours, AlreadyBegun, AppointmentWithdrawn, Appointment.DoesNotExist.
    """
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    handed = appointment.hand_over
    if handed is None or not unions_administered(by).filter(pk=handed.to_union_id).exists():
        require_union(by, appointment.union)
    if appointment.withdrawn:
        raise AppointmentWithdrawn
    if appointment.since <= on and not appointment.waits:
        raise AlreadyBegun(appointment.since)
    appointment.until = appointment.since - timedelta(days=1)
    appointment.save(update_fields=["until"])
    detail = {"since": str(appointment.since)}
    tell("appointment", appointment.pk, detail)
    return appointment
