"""What a list of files may be narrowed by: the places, systems and unions of one's jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bangfu.organisations.listed import ListedUnion, unions_around, unions_listed
from bangfu.scope.actors import Actor

from .measures.places import leaf_name

MOST_UNIONS = 500  # as many as a list to choose from can hold


@dataclass(frozen=True)
class Offered:
    """Attributes:
    places: codes and names of the places that the actor's unions stand for, by code; of an industry
        union all places of the tree in which its 系统 lies.
    unions: at most `MOST_UNIONS`, each below its superior, set in by its depth.
    """

    places: list[tuple[str, str]]
    systems: list[str]
    unions: list[tuple[int, str]]


def offered(actor: Actor) -> Offered:
    """What an officer may choose from, read in a query or two."""
    own = actor.scope.system
    unions = unions_listed(actor)
    around = unions if actor.scope.system_union_id is None else unions_around(actor)
    systems = {own} if own else {each.system for each in unions if each.system}
    return Offered(_places(around), sorted(systems), _set_in(unions))


def _places(unions: Iterable[ListedUnion]) -> list[tuple[str, str]]:
    """A place is called after the highest of its unions, of these the first by its code."""
    named: dict[str, str] = {}
    for union in sorted(unions, key=lambda each: (each.depth, each.code), reverse=True):
        code = union.area_code
        named[code] = leaf_name(code) or union.name.removesuffix("总工会")
    return sorted(named.items())


def _set_in(unions: Iterable[ListedUnion]) -> list[tuple[int, str]]:
    below: dict[int | None, list[tuple[int, str]]] = {}
    known = {union.id for union in unions}
    for union in unions:
        superior = union.parent_id if union.parent_id in known else None
        below.setdefault(superior, []).append((union.id, union.name))
    return list(_walk(below, None, 0))[:MOST_UNIONS]


def _walk(
    below: dict[int | None, list[tuple[int, str]]], at: int | None, level: int
) -> Iterator[tuple[int, str]]:
    for id_, name in below.get(at, []):
        yield id_, "\u3000" * level + name
        yield from _walk(below, id_, level + 1)
