from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bangfu.audit.append_only import AppendOnly
from bangfu.organisations.models import Union
from bangfu.programmes.models import Programme
from bangfu.scope.models import ScopedModel, SeenWith

from .enums import LONGEST_REASON, AccountKind, FundSource


class Fund(ScopedModel):
    """One earmark of one union: what its money may be used for (专款专用)."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="管理工会")
    name = models.CharField("名称", max_length=80, unique=True)
    source = models.CharField("来源", max_length=12, choices=FundSource, db_collation="C")
    programme = models.ForeignKey(Programme, models.PROTECT, verbose_name="方向")
    area_code = models.CharField("范围", max_length=6, db_collation="C")
    classes = models.JSONField("对象", default=list)  # classes of hardship it may reach
    procedure = models.CharField("程序", max_length=200)
    opened_on = models.DateField()

    class Meta:
        verbose_name = "专项资金"


class Account(SeenWith):
    """`balance`, in fen, moves only by the database's posting trigger (`guards/posting.sql`)."""

    seen_with: ClassVar[tuple[str, str]] = ("fund_id", "funds_fund")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=12, choices=AccountKind, db_collation="C")
    allow_negative = models.BooleanField(default=False)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "kind"], name="account_once"),
            models.CheckConstraint(
                condition=Q(allow_negative=True) | Q(balance__gte=0), name="account_not_overdrawn"
            ),
            models.CheckConstraint(
                condition=Q(allow_negative=False) | Q(kind="source"),
                name="account_only_source_negative",
            ),
        ]


class Transfer(AppendOnly, SeenWith):
    """One movement of `amount` fen. `idem` is the stable key of the act behind it: it posts once."""

    seen_with: ClassVar[tuple[str, str]] = ("fund_id", "funds_fund")

    # Few indexes, for a batch writes them all: `transfer_fund` serves the fund's page.
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="transfers", db_index=False)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField("金额（分）")
    idem = models.CharField(max_length=80, db_collation="C")
    reason = models.CharField("事由", max_length=40, db_collation="C")  # Movement
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="undone_by", db_index=False
    )  # the transfer that this one undoes, whole or in part (`enums.UNDOES`)
    reference = models.CharField("凭据", max_length=80, default="", db_collation="C")
    day = models.DateField("日期")
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField("经办人", max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [
            models.Index(fields=["fund", "-id"], name="transfer_fund"),
            models.Index(
                fields=["about"], condition=Q(about__isnull=False), name="transfer_undoing"
            ),
            models.Index(
                fields=["fund", "-id"],
                condition=Q(reason__in=["receive", "reverse"]),
                name="transfer_receipts",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["idem"], name="transfer_act_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
            models.CheckConstraint(condition=~Q(reference=""), name="transfer_has_document"),
        ]


class Reversal(AppendOnly, SeenWith):
    """A receipt that was booked wrongly, proposed to be reversed in red: the whole of it, or what was too much."""

    seen_with: ClassVar[tuple[str, str]] = ("fund_id", "funds_fund")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="reversals")
    receipt = models.ForeignKey(Transfer, models.PROTECT, related_name="reversals")
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("理由", max_length=LONGEST_REASON)
    proposed_by_id = models.BigIntegerField()
    proposed_by_name = models.CharField("提出人", max_length=80)
    proposed_on = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="reversal_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="reversal_has_reason"),
        ]

    @property
    def idem(self) -> str:
        """Key of the movement that it leads to."""
        return f"reverse:{self.pk}"


class ReversalAnswer(AppendOnly, SeenWith):
    """What a second person answered to a proposed reversal: done, with its movement, or refused."""

    seen_with: ClassVar[tuple[str, str]] = ("reversal_id", "funds_reversal")

    reversal = models.OneToOneField(Reversal, models.PROTECT, related_name="answer")
    outcome = models.CharField("处理", max_length=12, db_collation="C")  # a ReversalOutcome
    reason = models.CharField("理由", max_length=LONGEST_REASON, default="", blank=True)
    answered_by_id = models.BigIntegerField()
    answered_by_name = models.CharField("办理人", max_length=80)
    answered_on = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="done") | (Q(outcome="refused") & ~Q(reason="")),
                name="reversal_refused_with_reason",
            ),
        ]
