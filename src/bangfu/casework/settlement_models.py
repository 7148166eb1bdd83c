"""What was decided about persons and cards that two files share."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bangfu.audit.append_only import AppendOnly
from bangfu.registry.models import Household
from bangfu.scope.models import HasScope, SeenWith, within


class OverlapSettlementQuerySet(models.QuerySet["OverlapSettlement"]):
    def visible_to(self, holder: HasScope) -> Self:
        """The first wall: both files lie in the holder's jurisdiction."""
        if not holder.scope.machine and holder.scope.union_id is None:
            return self.none()
        both = (within(holder.scope, f"{side}__") for side in ("household", "other"))
        return self.filter(*both)


class OverlapSettlement(AppendOnly, SeenWith):
    """A decision about one number that two files share; the newest of a `pair` holds.

    `pair` names both files and the number (`registry_overlaps`): with another card or person nothing
    is settled. It is for who sees both files; who sees one is told what became of it alone
    (`guards/published.sql`).
    """

    seen_with: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    and_with: ClassVar[tuple[str, str]] = ("other_id", "registry_household")

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    other = models.ForeignKey(Household, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, db_collation="C")  # an OverlapKind
    pair = models.BinaryField()
    # Which of the two the person or card belongs to; None: to both, rightly.
    belongs_to = models.ForeignKey(
        Household, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField("理由", max_length=400)
    decided_on = models.DateField()
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now())

    objects = OverlapSettlementQuerySet.as_manager()

    class Meta:
        verbose_name = "重复处理"
        constraints = [
            models.CheckConstraint(
                condition=Q(household__lt=F("other")), name="settlement_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(belongs_to=None)
                | Q(belongs_to=F("household"))
                | Q(belongs_to=F("other")),
                name="settlement_belongs_to_one_of_both",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_has_a_reason"),
        ]
        indexes = [models.Index(fields=["pair", "-id"], name="settlement_pair")]
