"""Decide the register for a day and keep what was decided.

Works in chunks, each in a transaction of its own that has the assessing lock (`ASSESSING`): after a
kill it goes on where it stopped, and run again on a current day it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role

from ..models import AssessedDay, Determination
from ..queries.assessing import assess
from ..queries.planning import in_bulk
from .store_determinations import store

#: Key of the advisory lock between changing (shared) and assessing (alone). The guards that mark
#: determinations stale hold the same number (`guards/*_changed.sql`).
ASSESSING = 7_201_602_021
CHUNK = 20_000
OFFICERS = (Role.FILER, Role.REVIEWER, Role.APPROVER, Role.FUND_OFFICER)
MACHINE = (Role.OPERATOR, Role.WORKER)
PENDING = """
from registry_household h
left join eligibility_determination d on d.household_id = h.id and d.day = %(day)s
where h.opened_on <= %(day)s and (d.stale or (d.id is null and not %(only_stale)s))
  and (%(ids)s::bigint[] is null or h.id = any(%(ids)s))
  and exists (select from registry_householdfacts f
              where f.household_id = h.id and f.held_from <= %(day)s)
"""


#: Parameters of `PENDING`: day, ids (None = all) and only_stale.
Asked = dict[str, Any]

#: Told how many households are done, and how many there were to do.
Progress = Callable[[int, int], None]


def assess_day(
    *,
    day: date,
    by: Actor,
    household_ids: Collection[int] | None = None,
    progress: Progress = lambda done, total: None,
) -> int:
    """Determine every household on file that day that has no current determination for it.

    Args:
        household_ids: only these; the day does not become an assessed day by that.

    Returns:
        How many households were determined.

    Raises:
        NotPermitted: the whole register is the machine's alone.
    """
    by.require(*MACHINE)
    ids = None if household_ids is None else list(household_ids)
    done = _determine({"day": day, "ids": ids, "only_stale": False}, by, progress)
    if household_ids is None:
        _close(day, by, done)
    return done


def reassess_stale(*, by: Actor, progress: Progress = lambda done, total: None) -> int:
    """Determine anew whatever is stale in the actor's jurisdiction, on every day it is stale for.

    Returns:
        How many determinations were made.
    """
    by.require(*MACHINE, *OFFICERS)
    with acting(by):
        stale = Determination.objects.visible_to(by).filter(stale=True)
        days = list(stale.values_list("day", flat=True).distinct().order_by("-day"))
    return sum(
        _determine({"day": day, "ids": None, "only_stale": True}, by, progress) for day in days
    )


def _determine(asked: Asked, by: Actor, progress: Progress) -> int:
    """Chunk by chunk until nothing that was asked for is left to determine."""
    done, total = 0, _count(asked, by)
    while stored := _chunk(asked, by):
        done += stored
        progress(done, max(done, total))
    if done:
        with acting(by):
            record(by, "eligibility.assess", "day", asked["day"], {"households": done})
    return done


def _count(asked: Asked, by: Actor) -> int:
    with acting(by), in_bulk(), connection.cursor() as cursor:
        cursor.execute("select count(*)" + PENDING, asked)
        return int(cursor.fetchone()[0])


def _chunk(asked: Asked, by: Actor) -> int:
    with acting(by), in_bulk(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ASSESSING])
        cursor.execute(f"select h.id {PENDING} order by h.id limit {CHUNK}", asked)
        ids = [row[0] for row in cursor.fetchall()]
        return store(asked["day"], assess(asked["day"], household_ids=ids)) if ids else 0


def _close(day: date, by: Actor, done: int) -> None:
    """The day is assessed once nothing is pending; whoever comes in later gets a stale row."""
    with acting(by), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ASSESSING])
        known = AssessedDay.objects.filter(day=day).exists()
        if known and not done:
            return
        households = Determination.objects.filter(day=day).count()
        AssessedDay.objects.update_or_create(
            day=day, defaults={"assessed_at": Now(), "households": households}
        )
