"""Move a demo's day forward. Determinations hold over days, so that nothing is decided anew for it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_for_all
from ..errors import NotADemo
from ..models import Installation
from ..rules.demo_day import refuse_day


@use_case(duties.MOVE_DAY)
def move_demo_day(*, to: date, announced_until: date, by: Actor) -> date:
    """The new day of the installation.

    Args:
        announced_until: how far the calendar of working days is known.

    Raises:
        NotPermitted: only an administrator moves it.
        NotADemo: in production the day is today's.
        DayMovesForwardOnly: `to` is not after the present day.
        DayBeyondCalendar: `to` is after what is announced.
    """
    require_for_all(by)
    here = Installation.objects.select_for_update().get(id=1)
    if not here.is_demo or here.demo_day is None:
        raise NotADemo
    refuse_day(here.demo_day, to, announced_until)
    detail = {"from": str(here.demo_day), "to": str(to)}
    here.demo_day = to
    here.save(update_fields=["demo_day"])
    tell("installation", 1, detail)
    return to
