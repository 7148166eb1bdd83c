"""End an appointment after a day; it stays in the records."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_union
from ..errors import AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan
from ..models import Appointment


@use_case(duties.END_APPOINTMENT)
def end_appointment(*, appointment_id: int, until: date, by: Actor) -> Appointment:
    """`until` is its last day.

    Raises NotPermitted, UnionNotYours, AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan,
    Appointment.DoesNotExist.
    """
    found = Appointment.objects.select_for_update().get(pk=appointment_id)
    require_union(by, found.union)
    if found.withdrawn:
        raise AppointmentWithdrawn
    if found.until is not None:
        raise AppointmentEnded(found.until)
    if until < found.since:
        raise EndsBeforeItBegan(found.since)
    found.until = until
    found.save(update_fields=["until"])
    tell("appointment", found.pk, {"until": str(until)})
    return found
