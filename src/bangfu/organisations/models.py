from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from bangfu.audit.append_only import AppendOnly
from bangfu.audit.kept_columns import KeepsColumns
from bangfu.scope.enums import Role
from bangfu.scope.reach import MAX_DEPTH


class Union(KeepsColumns):
    """A node of the tree. tier1..tier6 are the ids from the root down, its own at `depth`."""

    written_again: ClassVar[tuple[str, ...]] = (
        *("name", "kind", "parent_id", "area_code", "employer", "depth"),
    )

    id = models.AutoField(primary_key=True)
    code = models.CharField("编码", max_length=20, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=20)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    area_code = models.CharField("行政区划代码", max_length=6, db_collation="C")
    system = models.CharField("系统", max_length=40, default="", blank=True, db_collation="C")
    employer = models.CharField("用人单位", max_length=80, default="", blank=True)
    depth = models.SmallIntegerField()
    tier1 = models.IntegerField(null=True)
    tier2 = models.IntegerField(null=True)
    tier3 = models.IntegerField(null=True)
    tier4 = models.IntegerField(null=True)
    tier5 = models.IntegerField(null=True)
    tier6 = models.IntegerField(null=True)

    class Meta:
        verbose_name = "工会"
        indexes = [models.Index(fields=["name"], name="organisations_union_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=MAX_DEPTH), name="union_depth_known"
            ),
            models.CheckConstraint(
                condition=Q(parent=None, depth=1) | Q(parent__isnull=False, depth__gt=1),
                name="union_root_has_depth_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnionHistory(AppendOnly):
    """What a union was called and where it hung, from a day on."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="history")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    parent_code = models.CharField(max_length=20, default="", db_collation="C")
    area_code = models.CharField(max_length=6, db_collation="C")
    system = models.CharField(max_length=40, default="", db_collation="C")
    employer = models.CharField(max_length=80, default="")
    held_from = models.DateField()
    recorded_at = models.DateTimeField(db_default=models.functions.Now())


class HandOver(KeepsColumns):
    """A step that a union too small to keep it apart hands to its superior or a neighbour, for a time.

    Asked by the union's administrator; the other's takes it up, by proposing one of their own officers
    (`Appointment.hand_over`), or declines. Guarded by `guards/hand_over.sql`.
    """

    written_once: ClassVar[tuple[str, ...]] = (
        *("answer", "answer_reason", "answered_by_user_id", "answered_on"),
    )

    union = models.ForeignKey(Union, models.PROTECT, related_name="handed_over")
    role = models.CharField("身份", max_length=20, db_collation="C")  # a Role
    to_union = models.ForeignKey(Union, models.PROTECT, related_name="taken_up")
    since = models.DateField("起")
    until = models.DateField("止")
    reason = models.CharField("原因", max_length=200)
    asked_by_user_id = models.BigIntegerField()
    asked_on = models.DateField()
    answer = models.CharField(max_length=20, default="", db_default="", db_collation="C")
    answer_reason = models.CharField(max_length=200, default="", db_default="")
    answered_by_user_id = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        verbose_name = "代办"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["reviewer", "approver", "fund_officer", "releaser"]),
                name="hand_over_of_a_step",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since"), since__gte=F("asked_on")),
                name="hand_over_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by_user_id=None, answered_on=None)
                | Q(
                    answer__in=["taken", "declined"],
                    answered_by_user_id__isnull=False,
                    answered_on__isnull=False,
                ),
                name="hand_over_answered_whole",
            ),
        ]

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


class Appointment(KeepsColumns):
    """An officer's role in a union. One user may hold several and acts in one at a time.

    One that was withdrawn before it began ends the day before its first: it never holds. An
    administrator holds nothing else on the same day (trigger `apart` in `guards/`).

    One that `needs_second` is proposed: another administrator seconds it and hands a code to the officer,
    and it holds from the day on which the officer took office with that code (trigger `two_hands`).
    Of the code there is `office_code`, the SHA-256 of a keyed digest, and once it was typed the digest
    itself, `office_proof`; what was seconded before there were codes has neither. Whoever asks who holds what on a day asks `holds_from`, never `since`.
    """

    written_once: ClassVar[tuple[str, ...]] = (
        *("seconded_by_user_id", "seconded_on", "office_code", "office_code_until"),
        *("office_proof", "taken_on"),
    )
    # An end once, of a hand-over also earlier; tries grow.
    written_again: ClassVar[tuple[str, ...]] = ("until", "office_tries")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    union = models.ForeignKey(Union, models.PROTECT, related_name="appointments")
    # No choices: they would stand in a migration, and a new role would need another one.
    role = models.CharField("身份", max_length=20, db_collation="C")  # a Role
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    by_user_id = models.BigIntegerField(null=True)  # who appointed; None for the machine
    needs_second = models.BooleanField(default=False, db_default=False)
    seconded_by_user_id = models.BigIntegerField(null=True)
    hand_over = models.OneToOneField(
        HandOver, models.PROTECT, null=True, related_name="appointment"
    )
    seconded_on = models.DateField(null=True)  # the installation's day
    office_code = models.CharField(max_length=64, default="", db_default="", db_collation="C")
    office_code_until = models.DateTimeField(null=True)
    office_tries = models.SmallIntegerField(default=0, db_default=0)  # wrong ones
    office_proof = models.CharField(max_length=64, default="", db_default="", db_collation="C")
    taken_on = models.DateField(null=True)  # the installation's day
    holds_from = models.GeneratedField(
        expression=Case(
            When(needs_second=False, then=F("since")),
            When(taken_on__gt=F("since"), then=F("taken_on")),
            When(taken_on__isnull=False, then=F("since")),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=["operator", "worker"]), name="appointment_no_machine_role"
            ),
            models.UniqueConstraint(
                fields=["user", "union", "role"],
                condition=Q(until=None),
                name="appointment_once",
            ),
            models.CheckConstraint(
                condition=~Q(by_user_id=F("user")), name="appointment_not_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(seconded_by_user_id=None, seconded_on=None)
                | Q(
                    needs_second=True, seconded_by_user_id__isnull=False, seconded_on__isnull=False
                ),
                name="appointment_seconded_whole",
            ),
            models.CheckConstraint(
                condition=~Q(seconded_by_user_id=F("user"))
                & ~Q(seconded_by_user_id=F("by_user_id")),
                name="appointment_seconded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(taken_on=None, office_proof="")
                | Q(taken_on__isnull=False, seconded_on__isnull=False),
                name="appointment_taken_once_seconded",
            ),
        ]

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def withdrawn(self) -> bool:
        return self.until is not None and self.until < self.since

    @property
    def waits(self) -> bool:
        """Proposed, and the officer has not taken office; neither taken back nor ended."""
        open_end = self.until is None or (self.hand_over_id is not None and not self.withdrawn)
        return self.needs_second and self.taken_on is None and open_end


class Installation(KeepsColumns):
    """The one row about this installation. A demo is marked at creation, for good.

    In production the day is today in Asia/Shanghai and `demo_day` is empty; a demo's day moves
    forward only (trigger in `guards/`).
    """

    written_again: ClassVar[tuple[str, ...]] = ("demo_day",)

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField()
    demo_day = models.DateField("演示日期", null=True)
    created_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="installation_is_one"),
            models.CheckConstraint(
                condition=Q(is_demo=True, demo_day__isnull=False)
                | Q(is_demo=False, demo_day__isnull=True),
                name="installation_day_only_in_demo",
            ),
        ]
