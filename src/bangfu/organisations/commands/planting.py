"""Write placed rows into the tree: parents first, then the ancestors of everything beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bangfu.scope.models import TIERS

from ..models import Union, UnionHistory
from ..rules.union_rows import UnionRow
from ..rules.union_tree import depths

SHOWN = ("name", "kind", "area_code", "system", "employer")


@dataclass(frozen=True)
class Planted:
    """`restamped`: unions, moved ones included, whose ancestors changed."""

    created: int = 0
    changed: int = 0
    restamped: int = 0


def plant_unions(rows: Sequence[UnionRow], as_of: date) -> Planted:
    """Create and change unions; `rows` can hang and come parents first."""
    unions = _tree()
    parents = {code: union.parent.code if union.parent else "" for code, union in unions.items()}
    changed = [row for row in rows if row.code in unions and _differs(row, unions[row.code])]
    new = [row for row in rows if row.code not in unions]
    parents.update({row.code: row.parent_code for row in rows})
    levels = depths(parents)
    for level, group in groupby(new, key=lambda row: levels[row.code]):
        _create(list(group), level, unions)
    for row in changed:
        _change(row, unions)
    restamped = _stamp_all(unions, levels, {row.code for row in new})
    _write_history([*new, *changed], unions, as_of)
    return Planted(len(new), len(changed), restamped)


def _tree() -> dict[str, Union]:
    """All unions by code; each one's parent is the very object that stands for it here."""
    by_id = {union.pk: union for union in Union.objects.all()}
    for union in by_id.values():
        union.parent = by_id[union.parent_id] if union.parent_id else None
    return {union.code: union for union in by_id.values()}


def _differs(row: UnionRow, union: Union) -> bool:
    parent = union.parent.code if union.parent else ""
    return parent != row.parent_code or any(
        getattr(row, name) != getattr(union, name) for name in SHOWN
    )


def _create(rows: list[UnionRow], level: int, unions: dict[str, Union]) -> None:
    planted = Union.objects.bulk_create(
        Union(
            code=row.code,
            parent=unions[row.parent_code] if row.parent_code else None,
            depth=level,
            **{name: getattr(row, name) for name in SHOWN},
        )
        for row in rows
    )
    unions.update({union.code: union for union in planted})


def _change(row: UnionRow, unions: dict[str, Union]) -> None:
    """Names and the like now; where it hangs is written with its ancestors, in one update."""
    union = unions[row.code]
    for name in SHOWN:
        setattr(union, name, getattr(row, name))
    union.parent = unions[row.parent_code] if row.parent_code else None
    union.save(update_fields=SHOWN)


def _stamp_all(unions: dict[str, Union], levels: dict[str, int], new: set[str]) -> int:
    """Set depth and tier1..tier6 wherever they differ; triggers carry them to personal rows."""
    restamped = 0
    for code in sorted(unions, key=lambda each: levels[each]):
        union = unions[code]
        above = union.parent
        line = [getattr(above, tier) for tier in TIERS[: levels[code] - 1]] if above else []
        wanted = [*line, union.pk, *([None] * (len(TIERS) - levels[code]))]
        if wanted != [getattr(union, tier) for tier in TIERS]:
            for tier, value in zip(TIERS, wanted, strict=True):
                setattr(union, tier, value)
            union.depth = levels[code]
            union.save(update_fields=["parent", "depth", *TIERS])
            restamped += code not in new
    return restamped


def _write_history(rows: Sequence[UnionRow], unions: dict[str, Union], as_of: date) -> None:
    UnionHistory.objects.bulk_create(
        UnionHistory(
            union=unions[row.code],
            parent_code=row.parent_code,
            held_from=as_of,
            **{name: getattr(row, name) for name in SHOWN},
        )
        for row in rows
    )
