"""Whether tallies sum up to what determinations say; months of opening are not compared."""

from __future__ import annotations

from datetime import date

from django.db import connection

from bangfu.kernel.phrases import phrase

#: In one statement, so that whoever writes meanwhile does not disturb.
DIFFERING = """
select count(*) from (
  select 1 from (
    select coalesce(d.tier6, d.tier5, d.tier4, d.tier3, d.tier2, d.tier1) as union_id, d.system,
      t.kind, t.code, t.hardship_class, 1 as households, d.persons
    from eligibility_determination d
    cross join lateral (values
      ('area', d.area_code, d.hardship_class), ('system', d.own_system, d.hardship_class),
      ('cause', d.main_cause, '')) t(kind, code, hardship_class)
    where d.holds_from <= %(day)s and d.holds_until > %(day)s
    union all
    select y.union_id, y.system, y.kind, y.code, y.hardship_class, -y.households, -y.persons
    from eligibility_tally y where y.day <= %(day)s and y.kind <> 'opened'
  ) said
  group by union_id, system, kind, code, hardship_class
  having sum(households) <> 0 or sum(persons) <> 0
) differing
"""


def check_tallies(day: date) -> list[str]:
    """What differs, in words; empty where all agree.

    Needs the whole register in scope.

    Args:
        day: none long past, of which tallies tell nothing (`commands.fold_tallies`).
    """
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"day": day})
        differing = cursor.fetchone()[0]
    if not differing:
        return []
    return [phrase("{count} 项统计数与认定结果不一致", count=differing)]
