"""Objections to what was posted. Cases are in `models`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bangfu.registry.models import Household
from bangfu.scope.models import ScopedModel, by_jurisdiction

from .enums import ObjectionOutcome


class Objection(ScopedModel):
    """An objection (异议) to a posted case; unanswered, it blocks approval."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    received_by_id = models.BigIntegerField()
    text = models.CharField("内容", max_length=400)
    outcome = models.CharField(max_length=12, default="", blank=True)  # an ObjectionOutcome
    answer = models.CharField("答复", max_length=400, default="", blank=True)
    answered_on = models.DateField(null=True)
    answered_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("received_by_id")),
                name="objection_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by_id=None, answered_on=None)
                | (
                    ~Q(outcome="")
                    & ~Q(answer="")
                    & Q(answered_by_id__isnull=False, answered_on__isnull=False)
                ),
                name="objection_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(outcome=""), name="objection_open"),
            *by_jurisdiction("objection_waits", "received_on", where=Q(outcome="")),
        ]

    @property
    def outcome_label(self) -> str:
        """Empty while it waits for an answer."""
        return ObjectionOutcome(self.outcome).label if self.outcome else ""
