"""Write the determinations of a day as a table, after deciding anew whatever waits for it."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.db import connection

from bangfu.acts.frame import act, long_work, tell
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import NoSuchUnion
from .redecide import Progress, redecide

JOINED_BY = "、"
#: Name in the file → expression, in order. An empty text would stand in quotes, so it becomes null.
COLUMNS = {
    "file_no": "d.file_no",
    "class": "d.hardship_class",
    "missing": f"nullif(array_to_string(d.missing, '{JOINED_BY}'), '')",
    "excluded": f"nullif(array_to_string(d.excluded, '{JOINED_BY}'), '')",
    "income_fen": "d.income_fen",
    "essential_fen": "d.essential_fen",
    "size": "d.size",
    "standard_fen": "d.standard_fen",
    "rule_set": "nullif(d.rule_set, '')",
}
WRITTEN = f"""
copy (
  select {", ".join(f"{column} as {name}" for name, column in COLUMNS.items())}
  from eligibility_determination d
  cross join lateral registry_facts_in_force(d.household_id, %s) f
  where d.holds_from <= %s and d.holds_until > %s
    and (%s::bigint[] is null or f.union_id = any(%s))
  order by d.file_no
) to stdout (format csv, header)
"""


@long_work(duties.EXPORT)
def assess_to_csv(
    *,
    day: date,
    union_code: str | None,
    out: IO[bytes],
    on: date,
    by: Actor,
    progress: Progress = lambda done, total: None,
) -> int:
    """Write `COLUMNS`, one line a household on file that day, by file number; UTF-8 with a header.

    `income_fen` and `essential_fen` are fen of twelve months, `standard_fen` fen per person and
    month; blank where they cannot be worked out.

    Args:
        day: of which the determinations are written.
        union_code: only households that were filed under that union or below it that day.
        on: today, for deciding anew first.

    Returns:
        How many households.

    Raises:
        NotPermitted, and what else `redecide` raises.
        NoSuchUnion: before anything is decided.
    """
    with act(duties.EXPORT, by, silent="only looks"):
        unions = None if union_code is None else _subtree(union_code)
    redecide(on=on, by=by, progress=progress)
    with act(duties.EXPORT, by):
        households = _written(day, unions, out)
        detail = {"day": str(day), "households": households}
        tell("union", union_code or "", detail, action="registry.read_many")
    return households


def _written(day: date, unions: list[int] | None, out: IO[bytes]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(WRITTEN, [day, day, day, unions, unions]) as copy:
            for part in copy:
                out.write(part)
        return int(cursor.rowcount)


def _subtree(code: str) -> list[int]:
    union = Union.objects.filter(code=code).first()
    if union is None:
        raise NoSuchUnion(code)
    below = Union.objects.filter(**{f"tier{union.depth}": union.pk})
    return list(below.values_list("pk", flat=True))
