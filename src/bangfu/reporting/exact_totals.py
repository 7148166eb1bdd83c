"""How many households and persons a list has, where the tallies know it: read, not counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bangfu.eligibility.enums import TallyOf
from bangfu.eligibility.queries import begin_later, totalled
from bangfu.organisations.queries import below, tier_of
from bangfu.registry.queries.households import files_by_text
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from .choosing import FileFilters
from .figures import BLANK

MOST_LATER = 1_000_000  # all of them: they are few


@dataclass(frozen=True)
class ExactTotal:
    """`persons` is None where nobody counted them: of files that begin later, of a month of opening."""

    households: int
    persons: int | None


def tally_of(wanted: FileFilters, day: date) -> TallyOf | None:
    """The tally that knows what these filters leave.

    None where none does: two of area, system and cause together, a text, what waits, a month with
    anything but a union, or one that the day isn't past.
    """
    if wanted.opened:
        alone = replace(wanted, opened="", union_id=None) == FileFilters()
        return TallyOf.OPENED if alone and wanted.opened < f"{day:%Y-%m}" else None
    if wanted.text or wanted.stale:
        return None
    by = {
        TallyOf.AREA: wanted.area_code,
        TallyOf.SYSTEM: wanted.system,
        TallyOf.CAUSE: wanted.cause,
    }
    asked = [kind for kind, value in by.items() if value]
    if len(asked) > 1 or (wanted.cause and wanted.hardship_class):
        return None
    return asked[0] if asked else TallyOf.AREA


def exact_total(actor: Actor, day: date, wanted: FileFilters, tally: TallyOf) -> ExactTotal:
    """To be asked only where nothing waits to be decided anew for that day.

    Args:
        tally: as `tally_of` the filters.
    """
    told = totalled(day, actor, tally, _narrowed(wanted))
    if tally is TallyOf.OPENED:  # of files, whatever is decided of them
        return ExactTotal(told.households, None)
    later = _later(actor, day, wanted) if told.begins_later else 0
    return ExactTotal(told.households + later, None if later else told.persons)


def _narrowed(wanted: FileFilters) -> dict[str, Any]:
    """As `tallied` takes it; of a union that isn't there none."""
    code = wanted.area_code or wanted.system or wanted.cause or wanted.opened
    asked: dict[str, Any] = {"code": "" if code == BLANK else code} if code else {}
    if wanted.hardship_class:
        asked["hardship_class"] = wanted.hardship_class
    if wanted.union_id is not None:
        asked |= tier_of(wanted.union_id) or {"union_id": wanted.union_id}
    return asked


def _later(actor: Actor, day: date, wanted: FileFilters) -> int:
    """Files that a list holds though they begin after its day, as `choosing` has them."""
    if wanted.on_day or wanted.cause or wanted.hardship_class:
        return 0
    rows, of = files_by_text(actor, "")
    rows = rows.filter(
        household_id__in=begin_later(day), **{f"{of}{n}": v for n, v in wanted.filed.items()}
    )
    if wanted.union_id is not None:
        rows = rows.filter(below(wanted.union_id))
    # Planned for this very day, after which few begin: a plan for any day reads the whole register.
    return int(count_of(rows, MOST_LATER))
