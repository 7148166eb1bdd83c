"""Move a demo's day forward. Assessing for the new day is the caller's next step."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_for_all
from ..errors import DayMovesForwardOnly, NotADemo
from ..models import Installation


@transaction.atomic
def move_demo_day(*, to: date, by: Actor) -> date:
    """The new day of the installation.

    Raises:
        NotPermitted: only an administrator moves it.
        NotADemo: in production the day is today's.
        DayMovesForwardOnly: `to` is not after the present day.
    """
    by.require(Role.ADMINISTRATOR)
    require_for_all(by)
    here = Installation.objects.select_for_update().get(id=1)
    if not here.is_demo or here.demo_day is None:
        raise NotADemo
    if to <= here.demo_day:
        raise DayMovesForwardOnly(here.demo_day, to)
    detail = {"from": str(here.demo_day), "to": str(to)}
    here.demo_day = to
    here.save(update_fields=["demo_day"])
    record(by, "organisations.move_day", "installation", 1, detail)
    return to
