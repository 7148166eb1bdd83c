from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bangfu.acts.models import Event
from bangfu.audit.append_only import AppendOnly
from bangfu.notices.models import Notice
from bangfu.registry.models import Household
from bangfu.scope.models import HasScope, ScopedModel, SeenWith, by_jurisdiction, within

from . import duties
from .enums import YES_OR_NO, CaseState, ObjectionOutcome, ParameterName, Step

#: Duties of acts that leave a case in its state.
LEAVING = (duties.PROPOSE, duties.ADJUST)
UNDECIDED = Q(state__in=["submitted", "checked", "returned"])


class Case(ScopedModel):
    """An application for determination. The decision is on facts of `day` as known at `known_at`.

    The columns of `rules.submitting.Basis` keep what it was submitted on.
    `posting_ends_on` and `notice_seq` repeat the notice's, because whoever may see the case need
    not see a notice that another union posted.
    """

    brings_scope: ClassVar[bool] = True  # a county's worth at once

    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    # No choices, here and below: they would stand in a migration, and a new state need another one.
    state = models.CharField("状态", max_length=12, db_collation="C")  # a CaseState
    day = models.DateField("认定日")
    known_at = models.DateTimeField()
    # Its number: what was just being written at `known_at` may count as known then or not.
    determination_id = models.BigIntegerField(null=True)
    hardship_class = models.CharField("类别", max_length=20)
    income_fen = models.BigIntegerField(null=True)
    essential_fen = models.BigIntegerField(null=True)
    size = models.IntegerField(null=True)
    standard_fen = models.BigIntegerField(null=True)
    rule_set = models.CharField(max_length=20, default="", db_collation="C")
    facts_id = models.BigIntegerField()
    submitted_by_id = models.BigIntegerField()
    checked_by_id = models.BigIntegerField(null=True)
    posted_by_id = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="cases")
    notice_seq = models.IntegerField(null=True)
    posting_ends_on = models.DateField("公示止", null=True)
    version = models.IntegerField(default=1)  # a stale page is refused, not merged
    moved_on = models.DateField("最近办理")
    decided_on = models.DateField(null=True)
    # What somebody proposed to adjust the class to, while nobody has decided.
    proposed_class = models.CharField(max_length=20, db_default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "认定审批"
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=["submitted", "checked", "posted"]),
                name="case_one_live",
            ),
            models.CheckConstraint(
                condition=Q(checked_by_id=None) | ~Q(checked_by_id=F("submitted_by_id")),
                name="case_checker_is_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None)
                | (~Q(decided_by_id=F("submitted_by_id")) & ~Q(decided_by_id=F("checked_by_id"))),
                name="case_approver_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(checked_by_id__isnull=False, decided_by_id__isnull=False, notice__isnull=False),
                name="case_approved_went_the_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="posted")
                | Q(notice__isnull=False, notice_seq__isnull=False, posting_ends_on__isnull=False),
                name="case_posted_by_a_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"])
                | Q(
                    decided_by_id__isnull=False,
                    posting_ends_on__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gt=F("posting_ends_on"),
                ),
                name="case_decided_after_posting",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-id"], name="case_household"),
            *by_jurisdiction("case_state", "state", "id"),
            # What waits, the oldest first; what is decided grows for ever and waits for nobody.
            *by_jurisdiction("case_waits", "state", "moved_on", where=UNDECIDED),
            *by_jurisdiction("case_ends", "state", "posting_ends_on", where=Q(state="posted")),
        ]

    @property
    def state_label(self) -> str:
        return CaseState(self.state).label


class CaseEvent(Event, ScopedModel):
    """One move of a case, always by an officer."""

    brings_scope: ClassVar[bool] = True

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    by_user_id = models.BigIntegerField()

    @property
    def title(self) -> str:
        """The state that it led to; of an act that left it as it was, what the act is called."""
        if self.from_state != self.to_state:
            return CaseState(self.to_state).label
        return {duty.code: duty.title for duty in LEAVING}[self.duty]


class ClassChange(AppendOnly, ScopedModel):
    """The approved class of a household is another from a day on, by decision; its case stays.

    It becomes the one that its determination of that day says, and no other (`guards/class_change.sql`).
    """

    brings_scope: ClassVar[bool] = True

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="class_changes", db_index=False)
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
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
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


class Objection(ScopedModel):
    """An objection (异议) to a posted case; unanswered, it blocks approval."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
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


class StepLimit(AppendOnly):
    """How many calendar days a step may take at a place from a day on; the newest recorded wins.

    Past it a case shows as overdue, and nothing else. What is shipped stands under 000000.
    """

    place = models.CharField("行政区划代码", max_length=6, db_collation="C")
    step = models.CharField("环节", max_length=12, db_collation="C")  # a Step
    days = models.SmallIntegerField("天数")
    valid_from = models.DateField("自")
    source = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "办理时限"
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=366), name="limit_days")
        ]

    @property
    def step_label(self) -> str:
        return Step(self.step).label


class CaseParameter(AppendOnly):
    """A value for deciding cases at a place from a day on; the newest recorded wins.

    What is shipped stands under 000000 and holds wherever nothing nearer is set.
    """

    place = models.CharField("行政区划代码", max_length=6, db_collation="C")
    name = models.CharField("参数", max_length=40, db_collation="C")  # a ParameterName
    value = models.IntegerField("数值")
    valid_from = models.DateField("自")
    source = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "办案参数"
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="case_parameter_value")
        ]

    @property
    def label(self) -> str:
        return ParameterName(self.name).label

    @property
    def is_yes_or_no(self) -> bool:
        return ParameterName(self.name) in YES_OR_NO
