"""What waits to be decided anew: which ranges of households, and in one of them who, from which day.

The order keeps changes from being lost: an assessor has the range to itself, then takes its marks
off, and only then reads. A change that commits in between has a mark of its own, which stays.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from ..models import RANGE
from ..queries.facts import FEW
from ..queries.facts_over import TEMPORARY

#: First key of the advisory locks between assessors; the second is the number of the range.
#: The database takes the same, shared, where a household moves (`guards/household_changed.sql`).
ASSESSING = 720_160

#: Ranges that have households, by walking the key rather than by reading the register.
OCCUPIED = f"""
with recursive walked(number) as (
  select f.household_id / {RANGE} from registry_next_file(0) f
  union all
  select f.household_id / {RANGE}
  from walked w cross join lateral registry_next_file((w.number + 1) * {RANGE}) f
)
select number from walked
"""
OPEN = "select r.id, r.place, r.from_day from eligibility_redecision r where r.done_at is null"
DUE_RANGES = f"""
select m.household_id / {RANGE} from eligibility_mark m
union
select o.number from ({OCCUPIED}) o, ({OPEN}) r where not exists (
  select 1 from eligibility_redecidedrange x where x.redecision_id = r.id and x.number = o.number)
order by 1
"""
#: Marks households whose answer may change by itself before long; once decided anew, their row
#: turns later or never.
MARK_TURNS = """
insert into eligibility_mark (household_id, from_day)
select household_id, turns_on from eligibility_determination where turns_on <= %s
"""
TAKE = f"""
with marked as (
  delete from eligibility_mark where household_id between %(first)s and %(last)s
  returning household_id, from_day
), open as (
  select * from ({OPEN}) r where not exists (
    select 1 from eligibility_redecidedrange x where x.redecision_id = r.id and x.number = %(range)s)
), noted as (
  insert into eligibility_redecidedrange (redecision_id, number) select id, %(range)s from open
), reached as (
  select d.household_id, r.from_day
  from open r join eligibility_determination d
    on d.household_id between %(first)s and %(last)s and d.holds_until > r.from_day
   and r.place in (d.area_code, left(d.area_code, 4) || '00', left(d.area_code, 2) || '0000')
)
insert into pg_temp.due
select household_id, min(from_day) from (select * from marked union all select * from reached) w
group by household_id
"""
CLOSE = f"""
with closed as (
  update eligibility_redecision r set done_at = now()
  where r.done_at is null and not exists (
    select 1 from ({OCCUPIED}) o where not exists (
      select 1 from eligibility_redecidedrange x
      where x.redecision_id = r.id and x.number = o.number))
  returning r.id
)
delete from eligibility_redecidedrange x using closed c where x.redecision_id = c.id
"""


def due_ranges() -> list[int]:
    """Numbers of the ranges in which somebody waits, in ascending order."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_RANGES)
        return [number for (number,) in cursor.fetchall()]


def bounds(number: int) -> tuple[int, int]:
    """The first and the last id that a household of the range can have."""
    return number * RANGE, (number + 1) * RANGE - 1


def has_range(number: int, *, wait: bool) -> bool:
    """Whether the running transaction has the range to itself, from now until its end."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [ASSESSING, number])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [ASSESSING, number])
        return bool(cursor.fetchone()[0])


def take_marks(number: int) -> int:
    """Delete the range's marks and fill `pg_temp.due` from them and from open redecisions.

    Returns:
        How many households are due.
    """
    first, last = bounds(number)
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
        cursor.execute(TAKE, {"range": number, "first": first, "last": last})
        households = int(cursor.rowcount)
        cursor.execute("analyze pg_temp.due")
    return households


def named_if_few(households: int) -> list[int] | None:
    """Ids of the households due, to be looked up singly; None where reading the range is cheaper."""
    if households > FEW:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select household_id from pg_temp.due")
        return [household for (household,) in cursor.fetchall()]


def mark_turns(until: date) -> None:
    """Mark the households whose answer turns by itself up to the day."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_TURNS, [until])


def close_redecisions() -> None:
    """Close the redecisions that every range with households is done with."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE)
