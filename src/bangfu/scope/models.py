from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models

from .reach import MAX_DEPTH, Scope

TIERS = tuple(f"tier{depth}" for depth in range(1, MAX_DEPTH + 1))
ALL = models.Q()


class HasScope(Protocol):
    """Anything that carries a scope: in practice `Actor`."""

    @property
    def scope(self) -> Scope: ...


Row = TypeVar("Row", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Row]):
    """The first wall. The second, row-level security, is in `row_security`."""

    def visible_to(self, holder: HasScope) -> Self:
        """Keep the rows that lie in the holder's jurisdiction.

        Names the ancestor column outright, so that the database can use its index.
        """
        scope = holder.scope
        if scope.machine:
            return self.all()
        if scope.union_id is None:
            return self.none()
        return self.filter(within(scope) | self._also_seen_by(holder), self._and_seen_by(scope))

    def lying_with(self, holder: HasScope) -> Self:
        """Of these, the rows of the holder's own jurisdiction: not what is seen with another row alone."""
        return (
            self.visible_to(holder).filter(within(holder.scope)) if _acts(holder) else self.none()
        )

    def _also_seen_by(self, holder: HasScope) -> models.Q:
        also = getattr(self.model, "also_seen_with", None)
        if also is None:
            return models.Q()
        field = next(each for each in self.model._meta.concrete_fields if each.attname == also[0])
        source: Any = field.related_model
        return models.Q(**{f"{also[0]}__in": source.objects.visible_to(holder).values("pk")})

    def _and_seen_by(self, scope: Scope) -> models.Q:
        other = getattr(self.model, "and_with", None)
        return within(scope, f"{other[0].removesuffix('_id')}__") if other else ALL


def _acts(holder: HasScope) -> bool:
    return holder.scope.machine or holder.scope.union_id is not None


def within(scope: Scope, of: str = "") -> models.Q:
    """The rows of a union's reach; `of` leads to the table they lie in (`grams__`)."""
    if scope.machine:
        return ALL
    reach = models.Q(**{f"{of}tier{scope.depth}": scope.union_id})
    if scope.system and scope.system_union_id is not None:
        around = {f"{of}tier{scope.system_depth}": scope.system_union_id}
        reach |= models.Q(**around, **{f"{of}system": scope.system})
    return reach


class ScopedModel(models.Model):
    """A row that carries its jurisdiction: ids of its union and that union's ancestors.

    The database stamps the columns on insert (see `row_security`); code never sets them.
    `stamped_from` names the column that tells where from: ("household_id", "registry_household")
    or ("union_id", "organisations_union").

    Reading the source row by row is most of a large insert's time. A table that `brings_scope`
    takes rows that bring the columns along, and refuses the statement unless all are the source's.
    A row that `keeps_system` says by itself which 系统 it is of, whatever its union's.

    A row `also_seen_with` another one ("round_id", "rounds_round") is seen by whoever sees that one too,
    wherever its household went, and written by nobody else. Where it is stamped from such a row, it
    still `moves_with` the household.

    A row that tells of another one beside its own ("met_id", "registry_household") is for who sees the one
    `and_with` the other.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    brings_scope: ClassVar[bool] = False
    keeps_system: ClassVar[bool] = False
    also_seen_with: ClassVar[tuple[str, str] | None] = None
    moves_with: ClassVar[tuple[str, str] | None] = None
    and_with: ClassVar[tuple[str, str] | None] = None

    tier1 = models.IntegerField(null=True, editable=False)
    tier2 = models.IntegerField(null=True, editable=False)
    tier3 = models.IntegerField(null=True, editable=False)
    tier4 = models.IntegerField(null=True, editable=False)
    tier5 = models.IntegerField(null=True, editable=False)
    tier6 = models.IntegerField(null=True, editable=False)
    system = models.CharField("系统", max_length=40, default="", blank=True, db_collation="C")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def by_jurisdiction(
    name: str,
    *fields: str,
    where: models.Q = ALL,
    tiers: Sequence[str] = TIERS,
    counts: bool = False,
) -> list[models.Index]:
    """Indexes that lead by each ancestor: lists of a union cost what lies below that union.

    An ancestor that a row has not takes no room. `name` is completed by the tier.

    Args:
        counts: the index has what the policy asks of a row too, so that counting reads no row.
    """
    return [
        models.Index(
            fields=[tier, *fields],
            include=[each for each in (*TIERS, "system") if each != tier] if counts else None,
            condition=models.Q(**{f"{tier}__isnull": False}) & where,
            name=f"{name}_{tier}",
        )
        for tier in tiers
    ]


def brought_from(row: ScopedModel) -> dict[str, Any]:
    """The jurisdiction of a row that was read, for rows that stand on it and bring theirs along."""
    return {name: getattr(row, name) for name in (*TIERS, "system")}


class SeenWith(models.Model):
    """A row that whoever sees the row it hangs on may see and write, and nobody else.

    `seen_with` names the column and the scoped table: ("fund_id", "funds_fund"). It carries no
    columns of jurisdiction; the database asks the other table, under its own policy. A row that hangs
    on two is for who sees the one `and_with` the other.
    """

    seen_with: ClassVar[tuple[str, str]]
    and_with: ClassVar[tuple[str, str] | None] = None

    class Meta:
        abstract = True


class OwnedModel(models.Model):
    """A row that one officer alone sees and writes, whatever the jurisdiction; the machine besides."""

    owner_id = models.BigIntegerField()

    class Meta:
        abstract = True
