from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Right

from bangfu.audit.append_only import AppendOnly
from bangfu.audit.kept_columns import KeepsColumns
from bangfu.organisations.models import Union
from bangfu.scope.models import TIERS, ScopedModel
from bangfu.vault.models import Secret

from .enums import LookedAt
from .met_models import MetElsewhere as MetElsewhere
from .rules.form import LONGEST_NAME
from .versions import BROUGHT, MemberVersionQuerySet, Version, VersionQuerySet


def short(label: str, length: int = 40) -> models.CharField[str, str]:
    return models.CharField(label, max_length=length, default="", blank=True)


def fen(label: str) -> models.BigIntegerField[int | None, int | None]:
    return models.BigIntegerField(label, null=True, blank=True)


class Household(KeepsColumns, ScopedModel):
    """A file. Where it hangs and what is shown in lists; everything else is a dated fact."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    keeps_system: ClassVar[bool] = True
    written_again: ClassVar[tuple[str, ...]] = (
        "file_no",
        "union_id",
        "area_code",
        "head_name",
        "opened_on",
    )

    file_no = models.CharField("档案编号", max_length=30, unique=True, db_collation="C")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="所属工会")
    area_code = models.CharField("行政区划代码", max_length=6, db_collation="C")
    head_name = models.CharField("姓名", max_length=LONGEST_NAME)
    opened_on = models.DateField("建档日期")
    # The last four characters of the number, by which it is found as well as by its beginning.
    file_tail = models.GeneratedField(
        expression=Right("file_no", 4),
        output_field=models.CharField(max_length=4, db_collation="C"),
        db_persist=True,
    )
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        verbose_name = "困难职工家庭"
        indexes = [
            models.Index(fields=[f"tier{n}", "file_no"], name=f"household_tier{n}")
            for n in range(1, 7)
        ] + [models.Index(fields=["file_tail"], name="household_tail")]


class NameGram(ScopedModel):
    """Two characters of a worker's name that stand together, or its first: how names are searched.

    Kept by the database (`guards/name_grams.sql`). A list of them is in the order of file numbers
    without looking at the files; no other operator reaches an index under row-level security.
    """

    brings_scope: ClassVar[bool] = True

    pk = models.CompositePrimaryKey("household_id", "gram")
    household = models.ForeignKey(
        Household, models.CASCADE, related_name="grams", db_constraint=False, db_index=False
    )
    gram = models.CharField(max_length=2, db_collation="C")
    file_no = models.CharField(max_length=30, db_collation="C")

    class Meta:
        indexes = [
            models.Index(
                fields=["gram", tier, "file_no"],
                condition=Q(**{f"{tier}__isnull": False}),
                name=f"namegram_{tier}",
            )
            for tier in TIERS
        ]


class Person(KeepsColumns, ScopedModel):
    """Somebody in a household's file: the worker or a member."""

    brings_scope: ClassVar[bool] = True
    written_again: ClassVar[tuple[str, ...]] = ("name", "sex", "birth_date", "id_secret_id")

    household = models.ForeignKey(Household, models.PROTECT, related_name="persons")
    name = models.CharField("姓名", max_length=LONGEST_NAME)
    sex = short("性别", 2)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_secret = models.ForeignKey(Secret, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())


class Membership(KeepsColumns, ScopedModel):
    """A person in a household from a day until a day; the worker's relation is 本人."""

    brings_scope: ClassVar[bool] = True
    written_again: ClassVar[tuple[str, ...]] = ("relation", "held_from", "held_until")

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField("关系", max_length=20)
    held_from = models.DateField()
    held_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            # Of those that have not ended; `guards/memberships.sql` says the same of all days.
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="本人", held_until=None),
                name="household_one_worker",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(held_until=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(held_until=None) | Q(held_until__gte=models.F("held_from")),
                name="membership_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household"],
                condition=Q(held_until__isnull=False),
                name="membership_ended",
            )
        ]


class HouseholdFacts(Version):
    """A complete version of what a worker's form says. Money in fen; None is not known."""

    version_of: ClassVar[str] = "household_id"

    household = models.ForeignKey(Household, models.PROTECT, related_name="facts")

    name = short("姓名", LONGEST_NAME)
    sex = short("性别", 2)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_secret = models.ForeignKey(Secret, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField("建档日期", null=True)
    ethnicity = short("民族")
    marriage = short("婚姻状况")
    registration = short("户口类型")
    phone = short("手机", 20)
    address = short("家庭住址", 200)
    area_code = models.CharField("行政区划代码", max_length=6, db_collation="C")
    area_name = short("县市区")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="所属工会")
    own_system = models.CharField("所属系统", max_length=40, default="", db_collation="C")
    employer = short("工作单位", 80)
    employer_kind = short("单位性质")
    employer_condition = short("单位状况")
    work_status = short("工作状态")
    work_since = models.DateField("参加工作时间", null=True, blank=True)
    model_worker = short("劳模类型")
    health = short("健康状况")
    disability = short("残疾类别")
    disability_grade = short("残疾等级", 4)
    housing = short("住房类型")
    floor_area = models.DecimalField("建筑面积", max_digits=8, decimal_places=2, null=True)
    homes = models.IntegerField("住房套数", null=True)
    vehicle = models.BooleanField("机动车", null=True)
    single_parent = models.BooleanField("单亲", null=True)
    jobless_household = models.BooleanField("零就业家庭", null=True)
    medical_insurance = short("医保状况")
    on_dibao = models.BooleanField("享受低保", null=True)
    own_income_fen = fen("本人月平均收入")
    other_income_fen = fen("家庭非薪资年收入")
    declared_income_fen = fen("家庭年度总收入")
    size = models.IntegerField("家庭人口", null=True)
    medical_fen = fen("医疗支出")
    disability_cost_fen = fen("残疾支出")
    education_fen = fen("教育支出")
    compulsory_education_fen = fen("其中义务教育支出")
    housing_cost_fen = fen("住房支出")
    employment_cost_fen = fen("就业成本")
    other_essential_fen = fen("其他刚性支出")
    loss_fen = fen("意外损失")
    compensation_fen = fen("意外赔付")
    main_cause = short("主要致困原因")
    secondary_causes = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="次要致困原因"
    )
    bank = short("开户行", 80)
    card_secret = models.ForeignKey(Secret, models.PROTECT, null=True, related_name="+")
    consent_on = models.DateField("授权核对日期", null=True, blank=True)
    remark = short("备注", 400)
    missing_members = ArrayField(models.IntegerField(), default=list)
    # Attributes of expenses that the table which brought it has no column for: unknown, not nothing.
    unasked = ArrayField(models.CharField(max_length=40), default=list, db_default=[])

    objects = VersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["household", "-held_from", "-id"], name="household_facts_held")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size=None) | Q(size__gte=1), name="facts_size"),
            models.CheckConstraint(condition=Q(homes=None) | Q(homes__gte=0), name="facts_homes"),
            models.CheckConstraint(condition=BROUGHT, name="household_facts_brought"),
        ]


class AccountConfirmation(AppendOnly, ScopedModel):
    """Somebody held the card or passbook and found this account on it. A changed account has none."""

    brings_scope: ClassVar[bool] = True

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    card_secret = models.OneToOneField(Secret, models.PROTECT, related_name="+")
    day = models.DateField("核对日期")
    looked_at = models.CharField("核对的原件", max_length=12, choices=LookedAt, db_collation="C")
    by_user_id = models.BigIntegerField()
    by_name = models.CharField("核对人", max_length=80)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())


class MemberFacts(Version):
    """A complete version of a member's row. `ordinal` is its place among the file's member rows."""

    version_of: ClassVar[str] = "membership_id"

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="facts")
    ordinal = models.IntegerField()
    absent = models.BooleanField("最近一次名单中未出现", default=False)

    name = short("姓名", LONGEST_NAME)
    relation = short("关系", 20)
    sex = short("性别", 2)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_secret = models.ForeignKey(Secret, models.PROTECT, null=True, related_name="+")
    health = short("健康状况")
    disability = short("残疾类别")
    disability_grade = short("残疾等级", 4)
    kind = short("身份")
    school_stage = short("学段")
    school_entry_year = models.IntegerField("入学年份", null=True)
    school_years = models.IntegerField("学制", null=True)
    workplace = short("工作或就读单位", 80)
    income_fen = fen("月收入")
    medical_insurance = short("医保状况")

    objects = MemberVersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["household", "membership", "-held_from", "-id"], name="member_facts_held"
            )
        ]
        constraints = [models.CheckConstraint(condition=BROUGHT, name="member_facts_brought")]
