"""Unions as pages offer them for a choice, by hand: every list of files and of cases asks for them."""

from __future__ import annotations

from typing import NamedTuple

from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_rows

from . import duties


class ListedUnion(NamedTuple):
    id: int
    name: str
    kind: str
    depth: int
    parent_id: int | None
    code: str
    area_code: str
    system: str


COLUMNS = ", ".join(ListedUnion._fields)
LISTED = f"select {COLUMNS} from organisations_union where {{where}} order by code"


def unions_listed(actor: Actor) -> list[ListedUnion]:
    """As `unions_in_scope`, by code."""
    scope = actor.scope
    if scope.machine or holds(actor, duties.ADMINISTER):
        return _listed("true", None)
    return (
        [] if scope.union_id is None else _listed(f"tier{scope.depth} = %(above)s", scope.union_id)
    )


def unions_around(actor: Actor) -> list[ListedUnion]:
    """All unions of the tree in which an industry union's 系统 lies, by code; `[]` for other actors."""
    scope = actor.scope
    if scope.system_union_id is None:
        return []
    return _listed(f"tier{scope.system_depth} = %(above)s", scope.system_union_id)


def _listed(where: str, above: int | None) -> list[ListedUnion]:
    return [
        ListedUnion(*row) for row in prepared_rows(LISTED.format(where=where), {"above": above})
    ]
