"""Set how many days a step may take at a place from a day on, with the document that says so."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.divisions import fallback
from bangfu.kernel.text import trim
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Step
from ..errors import BadStepLimit
from ..models import StepLimit

MOST_DAYS = 366
LONGEST_SOURCE = 200


@use_case(duties.SET_LIMIT)
def set_step_limit(
    *, place: str, step: Step, days: int, valid_from: date, source: str, by: Actor
) -> bool:
    """Whether a row was added; the same word as the last one changes nothing.

    Args:
        place: six digits; holds below it too, unless a place has its own. Never 000000.
        days: calendar days, 1 to 366.

    Raises:
        NotPermitted, OnlyAtTheRoot, NotADivision, BadStepLimit.
    """
    require_for_all(by)
    source = trim(source)
    if not fallback(place) or not 1 <= days <= MOST_DAYS:
        raise BadStepLimit(MOST_DAYS)
    if not source or len(source) > LONGEST_SOURCE:
        raise BadStepLimit(MOST_DAYS)
    held = StepLimit.objects.filter(place=place, step=step, valid_from=valid_from).last()
    if held is not None and held.days == days:
        nothing_changed()
        return False
    StepLimit.objects.create(
        place=place, step=step, days=days, valid_from=valid_from, source=source
    )
    told = {"step": step.value, "days": days, "valid_from": str(valid_from)}
    tell("place", place, told)
    return True
