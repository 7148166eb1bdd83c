"""Move a demo's day forward. Determinations hold over days, so that nothing is decided anew for it."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..administering import require_for_all
from ..errors import DayMovesForwardOnly, NotADemo
from ..models import Installation


@use_case(duties.MOVE_DAY)
def move_demo_day(*, to: date, by: Actor) -> date:
    """The new day of the installation.

    Raises:
        NotPermitted: only an administrator moves it.
        NotADemo: in production the day is today's.
        DayMovesForwardOnly: `to` is not after the present day.
    """
    require_for_all(by)
    here = Installation.objects.select_for_update().get(id=1)
    if not here.is_demo or here.demo_day is None:
        raise NotADemo
    if to <= here.demo_day:
        raise DayMovesForwardOnly(here.demo_day, to)
    detail = {"from": str(here.demo_day), "to": str(to)}
    here.demo_day = to
    here.save(update_fields=["demo_day"])
    tell("installation", 1, detail)
    return to
