"""End an appointment after a day; it stays in the records."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_union
from ..errors import AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan
from ..models import Appointment


@transaction.atomic
def end_appointment(*, appointment_id: int, on: date, by: Actor) -> Appointment:
    """`on` is its last day.

    Raises NotPermitted, UnionNotYours, AppointmentEnded, AppointmentWithdrawn, EndsBeforeItBegan,
    Appointment.DoesNotExist.
    """
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    found = Appointment.objects.select_for_update().get(pk=appointment_id)
    require_union(by, found.union)
    if found.withdrawn:
        raise AppointmentWithdrawn
    if found.until is not None:
        raise AppointmentEnded(found.until)
    if on < found.since:
        raise EndsBeforeItBegan(found.since)
    found.until = on
    found.save(update_fields=["until"])
    record(by, "organisations.end_appointment", "appointment", found.pk, {"until": str(on)})
    return found
