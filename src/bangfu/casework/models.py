from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bangfu.acts.models import Event
from bangfu.audit.kept_columns import KeepsColumns
from bangfu.notices.models import Notice
from bangfu.registry.models import Household
from bangfu.scope.models import TIERS, ScopedModel, by_jurisdiction

from . import duties
from .enums import CaseState
from .objection_models import Objection as Objection
from .parameter_models import CaseParameter as CaseParameter
from .review_models import ClassChange as ClassChange
from .review_models import Review as Review
from .settlement_models import OverlapSettlement as OverlapSettlement

#: Duties of acts that leave a case in its state.
LEAVING = (duties.PROPOSE, duties.ADJUST)
UNDECIDED = Q(state__in=["submitted", "checked", "returned"])


class Case(KeepsColumns, ScopedModel):
    """An application for determination. The decision is on facts of `day` as known at `known_at`.

    The columns of `rules.submitting.Basis` keep what it was submitted on.
    `posting_ends_on` and `notice_seq` repeat the notice's, because whoever may see the case need
    not see a notice that another union posted.
    """

    brings_scope: ClassVar[bool] = True  # a county's worth at once
    written_again: ClassVar[tuple[str, ...]] = ("state", "version", "moved_on", "proposed_class")
    written_once: ClassVar[tuple[str, ...]] = (
        *("checked_by_id", "posted_by_id", "notice_id", "notice_seq", "posting_ends_on"),
        *("decided_by_id", "decided_on"),
    )

    household = models.ForeignKey(Household, models.PROTECT, related_name="cases", db_index=False)
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
            *by_jurisdiction("case_state", "state", "id", counts=True),
            # For who sees one system of a city or a province; a county's are few enough among its own.
            *by_jurisdiction("case_system", "system", "state", "id", tiers=TIERS[:2]),
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
