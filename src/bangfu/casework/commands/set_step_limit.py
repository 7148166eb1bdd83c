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
    """Add a row, unless the last one of that place, step and day says as many days.

    Args:
        place: six digits; holds below it too, unless a place has its own. Never 000000.
        days: calendar days, 1 to 366.
        source: the document, at most 200 characters. Where nothing is added, it is not kept either.

    Returns:
        Whether a row was added.

    Raises:
        NotPermitted, OnlyAtTheRoot, NotADivision.
        BadStepLimit: place 000000, days out of bounds, no source or too long a one.
    """
    require_for_all(by)
    source = trim(source)
    if not fallback(place) or not 1 <= days <= MOST_DAYS:
        raise BadStepLimit(MOST_DAYS)
    if not source or len(source) > LONGEST_SOURCE:
        raise BadStepLimit(MOST_DAYS)
    last = StepLimit.objects.filter(place=place, step=step, valid_from=valid_from).last()
    if last is not None and last.days == days:
        nothing_changed()
        return False
    StepLimit.objects.create(
        place=place, step=step, days=days, valid_from=valid_from, source=source
    )
    tell("place", place, {"step": step.value, "days": days, "valid_from": str(valid_from)})
    return True
