"""Money that was paid wrongly and is claimed back; rounds and payments are in `models`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bangfu.audit.append_only import AppendOnly
from bangfu.registry.models import Household
from bangfu.scope.models import ScopedModel

from .enums import LONGEST_REASON, ClaimOutcome, SurplusOutcome

#: Money never leaves its payer's sight, wherever the family goes.
BY_ROUND = ("round_id", "rounds_round")


class Recovery(AppendOnly, ScopedModel):
    """A decision that money which arrived was paid wrongly and is claimed back (追回), whole or in part."""

    stamped_from: ClassVar[tuple[str, str]] = ("award_id", "rounds_award")
    moves_with: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    # The award's: the guard compares the two.
    round = models.ForeignKey(
        "rounds.Round", models.PROTECT, related_name="recoveries", db_constraint=False
    )
    award = models.ForeignKey("rounds.Award", models.PROTECT, related_name="recoveries")
    payment = models.ForeignKey("rounds.Payment", models.PROTECT, related_name="recoveries")
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("理由", max_length=LONGEST_REASON)
    decided_by_id = models.BigIntegerField()
    decided_by_name = models.CharField("决定人", max_length=80)
    decided_on = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="recovery_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="recovery_has_reason"),
        ]

    @property
    def idem(self) -> str:
        """Key of its claim in the ledger."""
        return f"claim_back:recovery:{self.pk}"


class ClaimEnd(AppendOnly, ScopedModel):
    """What became of a claim or of a part of it: it came in, the bank sent it back with the whole payment,
    it was dropped, or is written off."""

    stamped_from: ClassVar[tuple[str, str]] = ("recovery_id", "rounds_recovery")
    moves_with: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="+", db_constraint=False)
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="ends")
    outcome = models.CharField("结果", max_length=16, db_collation="C")  # a ClaimOutcome
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("理由", max_length=LONGEST_REASON, default="", blank=True)
    reference = models.CharField("凭据", max_length=80, default="", db_collation="C")
    day = models.DateField("日期")  # when the money came in, or when it was decided
    by_user_id = models.BigIntegerField()
    by_name = models.CharField("经办人", max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="claim_end_positive"),
            models.CheckConstraint(
                condition=(Q(outcome__in=["recovered", "sent_back"]) & ~Q(reference=""))
                | (Q(outcome__in=["claim_dropped", "write_off"]) & ~Q(reason="")),
                name="claim_end_says_why",
            ),
            models.UniqueConstraint(
                fields=["recovery", "reference", "day", "amount_fen"],
                condition=Q(outcome="recovered"),
                name="claim_recovered_once",
            ),
        ]

    @property
    def idem(self) -> str:
        """Key of its movement in the ledger."""
        return f"{self.outcome}:recovery:{self.pk}"

    def moved_as(self, movement: str) -> str:
        """Key of another movement about it."""
        return f"{movement}:recovery:{self.pk}"

    @property
    def outcome_label(self) -> str:
        return str(ClaimOutcome(self.outcome).label)


class SurplusDecision(AppendOnly, ScopedModel):
    """What becomes of money that came in by a slip of a claim, and that the bank sent back as well with the
    whole payment: it goes back to whoever paid it, or stays.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("claim_end_id", "rounds_claimend")
    moves_with: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="+", db_constraint=False)
    claim_end = models.OneToOneField(ClaimEnd, models.PROTECT, related_name="surplus_decision")
    outcome = models.CharField("处理", max_length=16, db_collation="C")  # a SurplusOutcome
    reason = models.CharField("理由", max_length=LONGEST_REASON)
    reference = models.CharField("凭据", max_length=80, default="", db_collation="C")
    decided_by_id = models.BigIntegerField()
    decided_by_name = models.CharField("决定人", max_length=80)
    decided_on = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="")
                & (Q(outcome="surplus_back") & ~Q(reference="") | Q(outcome="surplus_kept")),
                name="surplus_decision_says_why",
            ),
        ]

    @property
    def outcome_label(self) -> str:
        return str(SurplusOutcome(self.outcome).label)
