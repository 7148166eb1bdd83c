"""Who asks, and on which day: the installation, and the appointments in force of one who is signed in.

Each request reads them in one statement, by hand, alone for that: Django takes ten times as long to
write such a statement as the database to answer it. Nothing is kept: an appointment that ended a
moment ago is not in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.prepared import prepared_rows
from bangfu.scope.reach import NOTHING, Scope

from .models import Installation, Union
from .queries import PERSONAL_ROLES, clock_day, scope_of

#: As `installation`, `day_of` and `appointments_of` read them.
HERE = """
select i.is_demo, i.demo_day, i.created_at, a.id, a.role, a.union_id, held.name,
       held.kind, held.system, held.depth, above.id, above.depth
from organisations_installation i
left join organisations_appointment a on a.user_id = %(user)s
  and a.holds_from <= coalesce(i.demo_day, %(today)s)
  and (a.until is null or a.until >= coalesce(i.demo_day, %(today)s))
left join organisations_union held on held.id = a.union_id
left join organisations_union above on above.id = held.parent_id
where i.id = 1
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


@dataclass(frozen=True)
class Here:
    """The installation, its day, and what the one who asks holds on it."""

    installation: Installation
    today: date
    held: list[HeldAppointment]


def here(user_id: int | None) -> Here:
    """For nobody who is signed in (None) nothing is held. Raises Installation.DoesNotExist."""
    clock = clock_day()
    rows = prepared_rows(HERE, {"user": user_id, "today": clock})
    if not rows:
        raise Installation.DoesNotExist
    is_demo, demo_day, created_at = rows[0][:3]
    place = Installation(id=1, is_demo=is_demo, demo_day=demo_day, created_at=created_at)
    held = [_appointment(*row[3:]) for row in rows if row[3] is not None]
    return Here(place, demo_day or clock, held)


def _appointment(id_: int, role: str, union: int, name: str, *place: Any) -> HeldAppointment:
    return HeldAppointment(id_, Role(role), union, name, _scope(Role(role), union, *place))


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
