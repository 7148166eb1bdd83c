"""Take back an appointment that has not begun: it never holds, and stays in the records."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_union
from ..errors import AlreadyBegun, AppointmentWithdrawn
from ..models import Appointment


@transaction.atomic
def withdraw_appointment(*, appointment_id: int, today: date, by: Actor) -> Appointment:
    """Also one whose end is already set. Withdrawing twice is told.

    Raises NotPermitted, UnionNotYours, AlreadyBegun, AppointmentWithdrawn, Appointment.DoesNotExist.
    """
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    found = Appointment.objects.select_for_update().get(pk=appointment_id)
    require_union(by, found.union)
    if found.withdrawn:
        raise AppointmentWithdrawn
    if found.since <= today:
        raise AlreadyBegun(found.since)
    found.until = found.since - timedelta(days=1)
    found.save(update_fields=["until"])
    detail = {"since": str(found.since)}
    record(by, "organisations.withdraw_appointment", "appointment", found.pk, detail)
    return found
