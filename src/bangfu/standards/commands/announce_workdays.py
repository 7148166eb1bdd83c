"""Enter the State Council's holidays and make-up workdays for years the library does not know."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date

import chinese_calendar  # type: ignore[import-untyped]

from bangfu.acts.frame import tell, use_case
from bangfu.kernel.text import trim
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import AnnouncementIncomplete, DocumentMissing, NoDays
from ..models import AnnouncedDay

LONGEST_DOCUMENT = 200
LIBRARY_YEARS = frozenset(day.year for day in chinese_calendar.holidays)


@use_case(duties.ANNOUNCE)
def announce_workdays(*, days: Mapping[date, bool], document: str, by: Actor) -> int:
    """How many days were new, or of which something else was said before: worked or not, by which document.

    Args:
        days: True where the day is worked, False where it is off; only days that differ from
            Monday to Friday need be given, but 1 January and 1 October always.

    Raises:
        NotPermitted, OnlyAtTheRoot, NoDays, DocumentMissing, AnnouncementIncomplete.
    """
    require_for_all(by)
    if not days:
        raise NoDays
    document = trim(document)
    if not document or len(document) > LONGEST_DOCUMENT:
        raise DocumentMissing
    rows = AnnouncedDay.objects.order_by("id").values_list("day", "is_workday", "document")
    known = {day: (worked, said_by) for day, worked, said_by in rows}
    _require_whole_years(known.keys() | days.keys())
    new = {
        day: worked for day, worked in sorted(days.items()) if known.get(day) != (worked, document)
    }
    AnnouncedDay.objects.bulk_create(
        AnnouncedDay(day=day, is_workday=worked, document=document) for day, worked in new.items()
    )
    years = sorted({day.year for day in days})
    tell("workdays", years[0], {"years": years, "days": len(new)})
    return len(new)


def _require_whole_years(days: Set[date]) -> None:
    for year in sorted({day.year for day in days} - LIBRARY_YEARS):
        if date(year, 1, 1) not in days or date(year, 10, 1) not in days:
            raise AnnouncementIncomplete(year)
