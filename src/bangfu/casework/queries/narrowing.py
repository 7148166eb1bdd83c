"""The filters that the case list and the list of households to submit share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from bangfu.organisations.queries import unions_in_scope
from bangfu.registry.queries.households import written
from bangfu.scope.actors import Actor

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Narrowing:
    """Each empty value narrows nothing. `text`: see `registry.queries.households.written`.

    `by_standard`: of households to be reviewed, those alone whom a changed standard brought there.
    """

    hardship_class: str = ""
    area_code: str = ""
    union_id: int | None = None
    text: str = ""
    by_standard: bool = False


def narrowed(rows: Rows, wanted: Narrowing, actor: Actor) -> Rows:
    """Rows of a scoped table that has `household` and `hardship_class`.

    Raises:
        Union.DoesNotExist: that union is not in the actor's scope.
    """
    if wanted.hardship_class:
        rows = rows.filter(hardship_class=wanted.hardship_class)
    if wanted.area_code:
        rows = rows.filter(household__area_code=wanted.area_code)
    if wanted.union_id is not None:
        union = unions_in_scope(actor).get(id=wanted.union_id)
        rows = rows.filter(**{f"tier{union.depth}": union.id})
    if wanted.text:
        rows = rows.filter(written(wanted.text, actor, "household__"))
    return rows
