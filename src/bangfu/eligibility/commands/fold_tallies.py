"""Make few tallies of many; what they sum up to on a day does not change, for no reader and no moment.

One statement takes rows away and brings their sums, so whoever reads sees the ones or the others. What
is appended meanwhile is not seen here and stays. Two at once would take the same rows, and the
second would find none; so it does not wait for them.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from bangfu.acts.frame import part_of_act

#: Days that are further back share a row; the database appends by the same (`guards/tallied.sql`).
SETTLED = timedelta(days=62)
FOLDING = 720_161
#: A union that moves takes its tallies along: not while they are read here and written there.
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
    """Of unions that something was appended for. Returns how many rows are left of theirs."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [FOLDING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(HOLD)
        cursor.execute(FOLD, [on - SETTLED])
        return int(cursor.rowcount)
