"""Make few tallies of many; what they sum up to on a day never changes for any reader.

One statement deletes rows and inserts their sums, so a reader sees either. It does not see what is
appended meanwhile, which stays. Two at once would delete the same rows; so the second gives up at
once rather than wait.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from bangfu.acts.frame import part_of_act

#: Days that are further back share a row; the database appends by the same (`guards/tallied.sql`).
SETTLED = timedelta(days=62)
FOLDING = 720_161
#: A union that moves takes its tallies along; it must wait while they are replaced.
HOLD = "lock table organisations_union in share mode"
KEY = "union_id, system, kind, code, name, hardship_class"
FOLD = f"""
with taken as (
  delete from eligibility_tally
  where union_id in (select union_id from eligibility_tally where is_new)
  returning *
)
insert into eligibility_tally ({KEY}, since, day, households, persons, is_new)
select {KEY}, min(since), max(day), sum(households), sum(persons), false
from taken group by {KEY}, case when day > %s then day end
having sum(households) <> 0 or sum(persons) <> 0 or min(since) < max(day)
order by union_id, kind, code
"""


@part_of_act
def fold_tallies(*, on: date) -> int:
    """Fold the tallies of the unions for which something was appended.

    Args:
        on: today; days within the last 62 keep a row each.

    Returns:
        How many rows those unions have now; 0 where another folds at this moment.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [FOLDING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(HOLD)
        cursor.execute(FOLD, [on - SETTLED])
        return int(cursor.rowcount)
