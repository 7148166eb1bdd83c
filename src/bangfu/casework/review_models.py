"""What became of an approved class: adjusted by decision, and due for review. Cases are in `models`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bangfu.audit.append_only import AppendOnly
from bangfu.registry.models import Household
from bangfu.scope.models import ScopedModel, by_jurisdiction


class ClassChange(AppendOnly, ScopedModel):
    """The approved class of a household is another from a day on, by decision; its case stays.

    It becomes the one that its determination of that day says, and no other (`guards/class_change.sql`).
    """

    brings_scope: ClassVar[bool] = True

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="class_changes", db_index=False
    )
    from_class = models.CharField("原类别", max_length=20)
    to_class = models.CharField("新类别", max_length=20)
    holds_from = models.DateField("自")
    document_no = models.CharField("决定文号", max_length=80)
    minutes_no = models.CharField("会议纪要号", max_length=80)
    reason = models.CharField("理由", max_length=400)
    decided_by_id = models.BigIntegerField()
    decided_by_name = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "类别调整"
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_class=F("to_class")), name="class_change_changes"
            ),
            models.CheckConstraint(
                condition=~Q(document_no="") & ~Q(minutes_no="") & ~Q(reason=""),
                name="class_change_says_why",
            ),
            models.UniqueConstraint(fields=["case", "holds_from"], name="class_change_once_a_day"),
        ]
        indexes = [models.Index(fields=["household"], name="class_change_household")]


class Review(ScopedModel):
    """What an approved household is to be reviewed for (复核), from a day until another. Derived.

    Each household that is approved has one row for the approval itself, whose `class_then` is empty
    and which holds from the decision on, and one for each determination since that says another class
    than was approved or adjusted to. The database keeps them with cases and determinations (`guards/review.sql`), so
    that a list reads those that differ and not all. `due_order` sorts by `from_day`, without repeats.
    """

    brings_scope: ClassVar[bool] = True

    household = models.ForeignKey(Household, models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="+", db_index=False)
    hardship_class = models.CharField("类别", max_length=20)  # as approved or adjusted to
    class_then = models.CharField(max_length=20, default="")
    decided_on = models.DateField()
    from_day = models.DateField()
    until_day = models.DateField()
    due_order = models.CharField(max_length=24, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "from_day", "class_then"], name="review_once"
            ),
        ]
        indexes = [
            *by_jurisdiction("review_term", "due_order", where=Q(class_then="")),
            *by_jurisdiction("review_class", "class_then", "due_order", where=~Q(class_then="")),
        ]
