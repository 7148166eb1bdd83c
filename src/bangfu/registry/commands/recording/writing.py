"""Write into the tables of the register, in the running transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from bangfu.scope.copying import copy_rows

from ...models import HouseholdFacts, MemberFacts
from .brought import Bringer
from .building import Writes
from .columns import BROUGHT_BY, COLUMNS

FOLLOW_HOUSEHOLDS = """
update registry_household h set union_id = n.union_id, area_code = n.area_code, system = n.system,
  head_name = n.name, opened_on = n.opened_on
from unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::date[])
  as n(id, union_id, area_code, system, name, opened_on)
where h.id = n.id and (h.union_id, h.area_code, h.system, h.head_name, h.opened_on)
  is distinct from (n.union_id, n.area_code, n.system, n.name, n.opened_on)
"""
FOLLOW_PERSONS = """
update registry_person p set name = n.name, sex = n.sex, birth_date = n.birth_date,
  id_secret_id = n.id_secret_id
from unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::bigint[])
  as n(id, name, sex, birth_date, id_secret_id)
where p.id = n.id and (p.name, p.sex, p.birth_date, p.id_secret_id)
  is distinct from (n.name, n.sex, n.birth_date, n.id_secret_id)
"""
FOLLOW_RELATIONS = """
update registry_membership m set relation = n.relation
from unnest(%s::bigint[], %s::text[]) as n(id, relation)
where m.id = n.id and m.relation <> n.relation
"""
#: A member recorded for an earlier day was a member then already.
EARLIER = """
update registry_membership m set held_from = n.held_from
from unnest(%s::bigint[], %s::date[]) as n(id, held_from)
where m.id = n.id and n.held_from < m.held_from
"""
#: Who left is no member from the next day on; what was recorded of them stays.
LEAVE = """
update registry_membership m set held_until = n.last_day
from unnest(%s::bigint[], %s::date[]) as n(id, last_day)
where m.id = n.id and m.held_until is distinct from n.last_day
"""


def write(writes: Writes, bringer: Bringer, day: date) -> None:
    """Insert what is new, let the lists follow, repeat versions with one thing changed."""
    _follow(LEAVE, writes.left)  # first: who follows comes in the leaver's place
    for model, columns in COLUMNS.items():
        copy_rows(model, columns, writes.rows[model])
    _follow(FOLLOW_HOUSEHOLDS, writes.households)
    _follow(FOLLOW_PERSONS, writes.persons)
    _follow(FOLLOW_RELATIONS, writes.relations)
    _follow(EARLIER, writes.earlier)
    again = {
        "source": bringer.source,
        "source_id": bringer.source_id,
        "by": bringer.by_name,
        "day": day,
    }
    for facts_id, missing in writes.missing:
        _repeat(HouseholdFacts, "missing_members", {**again, "ids": [facts_id], "new": missing})
    if writes.absent:
        _repeat(MemberFacts, "absent", {**again, "ids": writes.absent, "new": True})


def _follow(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def _repeat(model: type[Any], changed: str, told: dict[str, Any]) -> None:
    """Versions from the day on, the same but for one column."""
    fixed = {"id", "household_id", *BROUGHT_BY, changed}
    same = ", ".join(name for name in COLUMNS[model] if name not in fixed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            insert into {model._meta.db_table}
              (household_id, source, source_id, held_from, recorded_by, {changed}, {same})
            select household_id, %(source)s, %(source_id)s, %(day)s, %(by)s, %(new)s, {same}
            from {model._meta.db_table} where id = any(%(ids)s) order by id
            """,
            told,
        )
