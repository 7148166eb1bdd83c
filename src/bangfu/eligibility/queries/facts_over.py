"""What households are judged on from a day on: versions, members, standards and adoptions over time.

Reads the households of `pg_temp.due` (`household_id`, `from_day`); see `commands.taking_marks`. A stretch
lasts from `day` until, not including, `until`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from bangfu.standards.models import LocalStandard
from bangfu.standards.queries import standards_over

from ..models import FOR_GOOD, RuleAdoption
from ..rules.turning import Turns, dates_read
from .adoptions import adoptions_over
from .copying import copied
from .facts import INPUTS

VERSIONS = {
    "household_id": pl.Int64,
    "facts_id": pl.Int64,
    "day": pl.Date,
    "until": pl.Date,
    "file_no": pl.String,
    "area_code": pl.String,
    "area_name": pl.String,
    "own_system": pl.String,
    "main_cause": pl.String,
    "missing_members": pl.List(pl.Int64),
    "unasked": pl.List(pl.String),
    **INPUTS,
}
MEMBERS = {
    "household_id": pl.Int64,
    "member_facts_id": pl.Int64,
    "day": pl.Date,
    "until": pl.Date,
    "ordinal": pl.Int64,
    "income_fen": pl.Int64,
    "absent": pl.Boolean,
}
PLACES = {
    "area_code": pl.String,
    "place_day": pl.Date,
    "place_until": pl.Date,
    "standard_id": pl.Int64,
    "standard_fen": pl.Int64,
    "adoption": pl.Int64,
    "rule_set": pl.String,
}

TEMPORARY = """
drop table if exists pg_temp.due;
create temporary table due (household_id bigint primary key, from_day date not null) on commit drop
"""
#: Of versions that hold from one day the last recorded counts, until the next day that has one.
VERSIONS_SQL = """
select v.household_id, v.id, greatest(v.held_from, u.from_day, h.opened_on),
  coalesce(v.next_from, date '{for_good}'), h.file_no, {told}
from (
  select f.id, f.household_id, f.held_from, {read},
    lag(f.held_from) over (partition by f.household_id order by f.held_from desc) as next_from
  from registry_facts_over({first}, {last}, {few}) f
) v
join pg_temp.due u on u.household_id = v.household_id
cross join lateral registry_file_of(v.household_id) h
where coalesce(v.next_from, date '{for_good}') > greatest(u.from_day, h.opened_on)
"""
MEMBERS_SQL = """
select * from (
  select v.household_id, v.id, greatest(v.held_from, m.held_from, u.from_day) as day,
    least(v.next_from, m.held_until + 1, date '{for_good}') as until, v.ordinal, v.income_fen, v.absent
  from (
    select f.id, f.household_id, f.membership_id, f.held_from, f.ordinal, f.income_fen, f.absent,
      lag(f.held_from) over (partition by f.household_id, f.membership_id order by f.held_from desc)
        as next_from
    from registry_member_facts_over({first}, {last}, {few}) f
  ) v
  join pg_temp.due u on u.household_id = v.household_id
  join registry_memberships_over({first}, {last}, {few}) m on m.id = v.membership_id
) held where day < until
"""


@dataclass(frozen=True)
class FactsOver:
    """Attributes:
    versions: `VERSIONS` and the dates that `turns` read, one row a version of a household.
    members: `MEMBERS`, one row a version of a member.
    places: `PLACES`, what is in force at each code on which days; null where nothing is.
    adoptions: by number.
    """

    versions: pl.DataFrame
    members: pl.DataFrame
    places: pl.DataFrame
    adoptions: dict[int, RuleAdoption]


def facts_over(
    first: int, last: int, turns: Turns, few: Collection[int] | None = None
) -> FactsOver:
    """Of the households due with ids from `first` to `last`, as known now.

    Args:
        turns: the dates that they name are read as well.
        few: ids of all households due, where they are so few that the range need not be read.
    """
    dates = dates_read(turns)
    named_few = "null" if few is None else f"array[{', '.join(map(str, few))}]::bigint[]"
    asked = {"first": first, "last": last, "few": named_few, "for_good": FOR_GOOD}
    named = list(VERSIONS)[5:]
    told, read = (", ".join(f"{of}.{name}" for name in [*named, *dates]) for of in "vf")
    schema = {**VERSIONS, **dict.fromkeys(dates, pl.Date)}
    versions = copied(VERSIONS_SQL.format(told=told, read=read, **asked), schema)
    members = copied(MEMBERS_SQL.format(**asked), MEMBERS)
    places, adoptions = places_over(versions["area_code"].unique().to_list())
    return FactsOver(versions, members, places, adoptions)


def places_over(
    codes: Sequence[str],
    coming_standards: Sequence[LocalStandard] = (),
    coming_adoptions: Sequence[RuleAdoption] = (),
) -> tuple[pl.DataFrame, dict[int, RuleAdoption]]:
    """What is in force at each code on which days: standards and adoptions laid over each other.

    Args:
        coming_standards, coming_adoptions: that count as entered last, though they aren't yet.
    """
    standards = standards_over(codes, coming=coming_standards)
    adoptions = adoptions_over(codes, coming_adoptions)
    rows = []
    for code in codes:
        standard, adoption = dict(standards[code]), dict(adoptions[code])
        days = sorted({*standard, *adoption})
        value, rules = None, None
        for day, until in zip(days, [*days[1:], FOR_GOOD], strict=True):
            value, rules = standard.get(day, value), adoption.get(day, rules)
            rows.append(
                (
                    code,
                    day,
                    until,
                    value and value.pk,
                    value and value.amount_fen,
                    rules and rules.pk,
                    rules and rules.rule_set,
                )
            )
    adopted = {each.pk: each for line in adoptions.values() for _day, each in line if each}
    return pl.DataFrame(rows, schema=PLACES, orient="row"), adopted
