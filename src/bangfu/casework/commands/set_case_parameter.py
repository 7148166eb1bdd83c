"""Set a parameter of casework at a place from a day on, with the document that says so."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.divisions import fallback
from bangfu.kernel.text import trim
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import ParameterName
from ..errors import BadCaseParameter
from ..models import CaseParameter
from ..rules.parameters import BOUNDS

LONGEST_SOURCE = 200


@use_case(duties.SET_PARAMETER)
def set_case_parameter(
    *, place: str, name: ParameterName, value: int, valid_from: date, source: str, by: Actor
) -> bool:
    """Add a row, unless the last one of that place, name and day says the same.

    Args:
        place: six digits; holds below it too, unless a place has its own. Never 000000.
        source: the document, at most 200 characters. Another one for the same value is added, too.

    Returns:
        Whether a row was added.

    Raises:
        NotPermitted, OnlyAtTheRoot, NotADivision.
        BadCaseParameter: place 000000, a value out of bounds, no source or too long a one.
    """
    require_for_all(by)
    source = trim(source)
    least, most = BOUNDS[name]
    if not fallback(place) or not least <= value <= most:
        raise BadCaseParameter(name.label, least, most)
    if not source or len(source) > LONGEST_SOURCE:
        raise BadCaseParameter(name.label, least, most)
    row = {"place": place, "name": name.value, "valid_from": valid_from}
    last = CaseParameter.objects.filter(**row).last()
    if last is not None and (last.value, last.source) == (value, source):
        nothing_changed()
        return False
    CaseParameter.objects.create(**row, value=value, source=source)
    tell("place", place, {"parameter": name.value, "value": value, "valid_from": str(valid_from)})
    return True
