"""End an appointment after a day; it stays in the records."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_union, unions_administered
from ..errors import AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan
from ..models import Appointment


@use_case(duties.END_APPOINTMENT)
def end_appointment(*, appointment_id: int, until: date, by: Actor) -> Appointment:
    """`until` is its last day. What was handed over either union ends sooner than it would end by itself.

    Raises NotPermitted, UnionNotYours, AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan,
    Appointment.DoesNotExist.
    """
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    handed = appointment.hand_over
    if handed is None or not unions_administered(by).filter(pk=handed.to_union_id).exists():
        require_union(by, appointment.union)
    if appointment.withdrawn:
        raise AppointmentWithdrawn
    if appointment.until is not None and (handed is None or appointment.until <= until):
        raise AppointmentEnded(appointment.until)
    if until < appointment.since:
        raise EndsBeforeItBegan(appointment.since)
    appointment.until = until
    appointment.save(update_fields=["until"])
    tell("appointment", appointment.pk, {"until": str(until)})
    return appointment
