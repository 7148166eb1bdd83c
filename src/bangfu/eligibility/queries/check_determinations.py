"""Decide every household that doesn't wait once more, and compare with what is stored. Nothing is written."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db import connection

from bangfu.kernel.phrases import phrase

from ..errors import ImpossibleFact, MemberTwice
from ..models import RANGE
from ..rules.catalogue import TURNS
from ..rules.intervals import CONTENT
from .deciding import decide_over
from .facts_over import TEMPORARY, facts_over
from .planning import in_bulk
from .stored import stored

KEY = ("household_id", "holds_from")
MOST_TOLD = 100
#: From each household's first determination on, but of those that wait or whose answer turns by itself.
SETTLED = """
insert into pg_temp.due
select d.household_id, min(d.holds_from) from eligibility_determination d
where not exists (select from eligibility_waiting w where w.household_id = d.household_id)
group by d.household_id having bool_and(d.turns_on is null or d.turns_on > %s)
"""
RANGES = f"select distinct household_id / {RANGE} from pg_temp.due order by 1"
FILES = "select f.file_no from registry_files_of(%s::bigint[]) f order by 1"


def list_the_settled(day: date) -> None:
    """Whom `check_determinations` decides: into a temporary table, before writing is forbidden."""
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
        cursor.execute(SETTLED, [day])
        cursor.execute("analyze pg_temp.due")


def check_determinations(day: date) -> list[str]:
    """What differs up to the day, by file number. Needs the whole register in scope."""
    with connection.cursor() as cursor:
        cursor.execute(RANGES)
        numbers = [number for (number,) in cursor.fetchall()]
    return [line for number in numbers for line in _of_range(number, day)]


def _of_range(number: int, day: date) -> list[str]:
    first, end = number * RANGE, (number + 1) * RANGE - 1
    with in_bulk():
        try:
            decided = decide_over(facts_over(first, end, TURNS), TURNS, day)
        except (ImpossibleFact, MemberTwice) as error:
            return [str(error)]
        before = stored(first, end)
    households = _differing(decided, before, day)[:MOST_TOLD]
    with connection.cursor() as cursor:
        cursor.execute(FILES, [households])
        files = [file_no for (file_no,) in cursor.fetchall()]
    return [
        phrase("档案 {file_no} 的认定与档案、标准和规则不一致", file_no=file_no)
        for file_no in files
    ]


def _differing(decided: pl.DataFrame, before: pl.DataFrame, day: date) -> list[int]:
    begun = pl.col("holds_from") <= day
    sides = [rows.filter(begun).select(*KEY, *CONTENT) for rows in (decided, before)]
    matched = sides[0].join(sides[1], on=KEY, how="full", suffix="_stored", coalesce=True)
    alike = (pl.col(name).eq_missing(pl.col(f"{name}_stored")) for name in CONTENT)
    differing = matched.filter(~pl.all_horizontal(*alike))
    return differing["household_id"].unique().sort().to_list()
