"""Who asks: the appointments in force of one who is signed in, as each request reads them.

In SQL by hand, alone for that: Django takes ten times as long to write such a statement as the
database to answer it. Nothing is kept: an appointment that ended a moment ago is not in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.reach import NOTHING, Scope

from .models import Union
from .queries import PERSONAL_ROLES, scope_of

#: As `appointments_of` reads them.
IN_FORCE = """
select a.id, a.role, a.union_id, held.name,
       held.kind, held.system, held.depth, above.id, above.depth
from organisations_appointment a
join organisations_union held on held.id = a.union_id
left join organisations_union above on above.id = held.parent_id
where a.user_id = %(user)s and a.since <= %(on)s
  and (a.until is null or a.until >= %(on)s)
order by a.id
"""


@dataclass(frozen=True)
class HeldAppointment:
    """An appointment in force, and the union it is held in."""

    id: int
    role: Role
    union_id: int
    union_name: str
    scope: Scope

    def actor(self, user_id: int, name: str) -> Actor:
        return Actor(user_id, name, self.role, self.union_id, self.scope)


def appointments_held(user_id: int, on: date) -> list[HeldAppointment]:
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, {"user": user_id, "on": on})
        rows = cursor.fetchall()
    return [
        HeldAppointment(id_, Role(role), union, name, _scope(Role(role), union, *place))
        for id_, role, union, name, *place in rows
    ]


def _scope(
    role: Role,
    union: int,
    kind: str,
    system: str,
    depth: int,
    above: int | None,
    above_depth: int | None,
) -> Scope:
    """Administrators reach no personal data."""
    if role not in PERSONAL_ROLES:
        return NOTHING
    parent = None if above is None else Union(id=above, depth=above_depth)
    return scope_of(Union(id=union, kind=kind, system=system, depth=depth, parent=parent))
