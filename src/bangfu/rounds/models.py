from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bangfu.acts.models import Event
from bangfu.audit.append_only import AppendOnly
from bangfu.audit.kept_columns import KeepsColumns
from bangfu.funds.models import Fund
from bangfu.kernel.phrases import phrase
from bangfu.organisations.models import Union
from bangfu.programmes.models import Programme
from bangfu.registry.models import Household, Person
from bangfu.registry.rules.form import LONGEST_NAME
from bangfu.scope.models import ScopedModel, SeenWith
from bangfu.vault.models import Secret

from .bank_models import BankAnswer as BankAnswer
from .bank_models import BankWord as BankWord
from .bank_models import WaitingAnswer as WaitingAnswer
from .enums import LONGEST_REASON as LONGEST_REASON
from .enums import ReturnOutcome, RoundState
from .recovery_models import BY_ROUND
from .recovery_models import ClaimEnd as ClaimEnd
from .recovery_models import Recovery as Recovery
from .recovery_models import SurplusDecision as SurplusDecision


class Round(KeepsColumns, ScopedModel):
    """A round of aid out of one fund. `amounts` are fen a household by class of hardship.

    `decided_total_fen` is the most that it may cost; so much is reserved from the decision on.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    written_again: ClassVar[tuple[str, ...]] = ("state", "version")
    written_once: ClassVar[tuple[str, ...]] = (
        *("minutes_no", "met_on", "decision", "decided_total_fen", "decided_by_id"),
        *("released_by_id", "released_at", "cancel_reason"),
    )

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="主办工会")
    programme = models.ForeignKey(Programme, models.PROTECT, verbose_name="项目")
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name="资金")
    title = models.CharField("名称", max_length=80)
    area_code = models.CharField("范围", max_length=6, db_collation="C")
    day = models.DateField("发放日")
    # No choices, here and below: they would stand in a migration, and a new state need another one.
    state = models.CharField("状态", max_length=12, default="planned")  # a RoundState
    amounts = models.JSONField("每户标准")  # {class: fen}
    minutes_no = models.CharField("会议纪要号", max_length=80, default="", blank=True)
    met_on = models.DateField("会议日期", null=True)
    decision = models.CharField("会议决定", max_length=400, default="", blank=True)
    decided_total_fen = models.BigIntegerField("决定总额", null=True)
    planned_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    released_by_id = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(
        "取消的理由", max_length=LONGEST_REASON, default="", blank=True
    )
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        verbose_name = "发放批次"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("planned_by_id")),
                name="round_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(released_by_id=None)
                | (~Q(released_by_id=F("planned_by_id")) & ~Q(released_by_id=F("decided_by_id"))),
                name="round_released_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "sent", "reconciled"])
                | Q(decided_by_id__isnull=False, released_by_id__isnull=False),
                name="round_released_went_the_way",
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(RoundState(self.state).label)


class RoundEvent(Event, SeenWith):
    """One act with a round, with who and why; some leave its state as it is."""

    seen_with: ClassVar[tuple[str, str]] = ("round_id", "rounds_round")

    round = models.ForeignKey(Round, models.PROTECT, related_name="events")


class Award(AppendOnly, ScopedModel):
    """One line of the roster: what one household gets. Payee and card are fixed here, for good."""

    brings_scope: ClassVar[bool] = True  # a hundred thousand in one statement
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="awards")
    round = models.ForeignKey(Round, models.PROTECT, related_name="awards", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    case_id = models.BigIntegerField()
    hardship_class = models.CharField("类别", max_length=20)
    amount_fen = models.BigIntegerField("金额（分）")
    payee_name = models.CharField("户名", max_length=LONGEST_NAME)
    payee_index = models.BinaryField()  # blind index of the payee's identity number
    bank = models.CharField("开户行", max_length=80, default="", blank=True)
    card_secret = models.ForeignKey(Secret, models.PROTECT, related_name="+", db_index=False)
    card_index = models.BinaryField()
    sequence = models.IntegerField("序号")
    # What the need's period is, a key such as "2010-07"; on awards of before it stands in the claim alone.
    period = models.CharField("季", max_length=10, default="", db_collation="C")
    nth = models.SmallIntegerField(default=1)  # of the programme's times in that period
    due_on = models.DateField(null=True)  # the day it was to be paid on, as the roster was locked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "household"], name="award_household_once"),
            models.UniqueConstraint(fields=["round", "payee_index"], name="award_payee_once"),
            models.UniqueConstraint(fields=["round", "sequence"], name="award_sequence_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="award_positive"),
        ]
        indexes = [models.Index(fields=["payee_index"], name="award_payee")]


class NeedClaim(ScopedModel):
    """What an award takes of its programme's ceilings, as long as it `holds`.

    Made by the database with the award (`guards/need_claim.sql`), counted by the day it is released on,
    and let go where the round is cancelled, the money given back or recovered in full; `amount_fen` is what is
    left of it. Of one programme a household and a
    person have each place of a period once, whatever round, union or file it is.
    """

    brings_scope: ClassVar[bool] = True
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    award = models.OneToOneField(Award, models.PROTECT, related_name="need_claim")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    payee_index = models.BinaryField()
    period = models.CharField(max_length=10, db_collation="C")
    nth = models.SmallIntegerField()
    day = models.DateField()
    amount_fen = models.BigIntegerField()
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "household", "period", "nth"],
                condition=Q(holds=True),
                name="need_claim_household_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "payee_index", "period", "nth"],
                condition=Q(holds=True),
                name="need_claim_person_once",
            ),
            models.CheckConstraint(
                condition=~Q(period="") & Q(nth__gte=1), name="need_claim_whole"
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "day"], condition=Q(holds=True), name="need_claim_day"
            ),
            models.Index(fields=["household"], name="need_claim_household"),
            models.Index(
                fields=["programme", "period"],
                condition=Q(holds=True, nth__gt=1),
                name="need_claim_repeated",
            ),
        ]


class LeftOut(AppendOnly, ScopedModel):
    """An approved household that a locked roster left out, and every reason why."""

    brings_scope: ClassVar[bool] = True
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="left_out")
    hardship_class = models.CharField("类别", max_length=20)
    reasons = ArrayField(models.CharField(max_length=20))  # rules.roster.Reason

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "household"], name="left_out_once"),
        ]

    @property
    def said(self) -> list[str]:
        return [phrase(reason) for reason in self.reasons]


class PaymentFile(AppendOnly, ScopedModel):
    """What went to the bank: count, control sum and digest; never the cards themselves."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="payment_files")
    number = models.CharField(max_length=40, unique=True, db_collation="C")
    count = models.IntegerField()
    total_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_collation="C")  # cards by their blind index
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField(db_default=models.functions.Now())


class ReturnDecision(AppendOnly, ScopedModel):
    """What is done with money that could not be paid: never by itself, always decided.

    `payment` is the returned one; empty for an award held back at release because its card had
    changed or it had left the earmark. To pay again fixes the card that is current on that day.
    It is stamped from its award, which the payer sees, and not from the file, which may have moved away.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("award_id", "rounds_award")
    moves_with: ClassVar[tuple[str, str]] = ("household_id", "registry_household")
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    # The award's: the guard compares the two.
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    award = models.ForeignKey(Award, models.PROTECT, related_name="decisions")
    payment = models.OneToOneField(
        "Payment", models.PROTECT, null=True, related_name="return_decision"
    )
    outcome = models.CharField("处理", max_length=12, db_collation="C")  # a ReturnOutcome
    reason = models.CharField("理由", max_length=LONGEST_REASON)
    bank = models.CharField("开户行", max_length=80, default="", blank=True)
    card_secret = models.ForeignKey(Secret, models.PROTECT, null=True, related_name="+")
    card_index = models.BinaryField(null=True)
    decided_by_id = models.BigIntegerField()
    decided_by_name = models.CharField(max_length=80)
    decided_on = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="restore", card_secret=None, card_index=None)
                | Q(outcome="again", card_secret__isnull=False, card_index__isnull=False),
                name="decision_card_when_again",
            ),
            models.UniqueConstraint(
                fields=["award"], condition=Q(outcome="restore"), name="decision_restores_once"
            ),
        ]

    @property
    def outcome_label(self) -> str:
        return str(ReturnOutcome(self.outcome).label)


class Payment(KeepsColumns, ScopedModel):
    """One attempt to pay an award. `reference` is unique and is what the bank answers with."""

    brings_scope: ClassVar[bool] = True  # a hundred thousand in one statement
    also_seen_with: ClassVar[tuple[str, str]] = BY_ROUND
    written_again: ClassVar[tuple[str, ...]] = ("state",)
    written_once: ClassVar[tuple[str, ...]] = ("file_id",)
    written_with_state: ClassVar[tuple[str, ...]] = ("bank_reason", "answered_on")

    # No foreign keys, which ask row by row: `guards/payment_made.sql` asks for award and decision in one
    # join, both only grow, and household, round and card are theirs.
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", db_constraint=False)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    award = models.ForeignKey(Award, models.PROTECT, related_name="payments", db_constraint=False)
    decision = models.ForeignKey(
        ReturnDecision, models.PROTECT, null=True, related_name="new_payments", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    file = models.ForeignKey(
        PaymentFile, models.PROTECT, null=True, related_name="payments", db_index=False
    )
    reference = models.CharField("流水号", max_length=40, db_collation="C")
    amount_fen = models.BigIntegerField()
    bank = models.CharField("开户行", max_length=80, default="", blank=True)
    card_secret = models.ForeignKey(
        Secret, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    card_index = models.BinaryField()
    state = models.CharField(max_length=12, db_collation="C")  # a PaymentState
    released_by_id = models.BigIntegerField()
    bank_reason = models.CharField("银行说明", max_length=80, default="", blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="payment_reference_once"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(decision__isnull=False), name="payment_by_decision"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state__in=["released", "sent", "paid", "returned"]),
                name="payment_one_live",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(state="released", file=None) | ~Q(state="released") & ~Q(file=None),
                name="payment_sent_in_a_file",
            ),
        ]
        indexes = [models.Index(fields=["file", "id"], name="payment_file")]
