from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bangfu.audit.append_only import AppendOnly
from bangfu.organisations.models import Union
from bangfu.registry.models import Household
from bangfu.scope.models import TIERS, ScopedModel, ScopedQuerySet, by_jurisdiction

#: How long something holds that nothing known will end. Python has this day, and no infinity.
FOR_GOOD = date.max
#: Households are decided anew by ranges of their numbers. The database divides by the same.
RANGE = 20_000
HELD = ("holds_from", "holds_until")


class RuleAdoption(AppendOnly):
    """A place judges by a rule set from a day on; below it too, unless a place has its own."""

    place = models.CharField("行政区划代码", max_length=6, db_collation="C")
    rule_set = models.CharField("认定规则", max_length=20, db_collation="C")
    valid_from = models.DateField("起")
    parameters = models.JSONField(default=dict)
    document = models.CharField("依据", max_length=200, default="")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
    recorded_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["place", "valid_from", "id"], name="adoption_lookup")]


class Interval(ScopedModel):
    """What a household is from a day until, not including, another; and what that stands on.

    `decided_at` is since when it is known. `facts_id` and `member_facts` are the versions of the
    file and of its members' rows. `income_fen` and `essential_fen` are fen of twelve months,
    `standard_fen` fen per person and month, null where not known. Income is divided by `size`, which
    the form says; `persons` counts those on file, the worker included.
    """

    brings_scope: ClassVar[bool] = True

    holds_from = models.DateField("起")
    holds_until = models.DateField("止", default=FOR_GOOD)
    decided_at = models.DateTimeField(db_default=models.functions.Now())
    facts_id = models.BigIntegerField()
    member_facts = ArrayField(models.BigIntegerField(), default=list)
    standard_id = models.BigIntegerField(null=True)
    adoption_id = models.BigIntegerField(null=True)
    hardship_class = models.CharField("类别", max_length=20)
    missing = ArrayField(models.CharField(max_length=40), default=list)
    excluded = ArrayField(models.CharField(max_length=40), default=list)
    income_fen = models.BigIntegerField(null=True)
    essential_fen = models.BigIntegerField(null=True)
    size = models.IntegerField(null=True)
    standard_fen = models.BigIntegerField(null=True)
    rule_set = models.CharField(max_length=20, default="", db_collation="C")
    area_code = models.CharField(max_length=6, db_collation="C")
    area_name = models.CharField(max_length=40, default="")
    own_system = models.CharField(max_length=40, default="", db_collation="C")
    persons = models.IntegerField()
    main_cause = models.CharField(max_length=40, default="")

    class Meta:
        abstract = True


class DeterminationQuerySet(ScopedQuerySet["Determination"]):
    def on(self, day: date) -> Self:
        """Those in force on the day, at most one a household."""
        return self.filter(holds_from__lte=day, holds_until__gt=day)


class Determination(Interval):
    """Which class a household is in, as known now. Derived: decided anew whenever a fact changes.

    A household's rows are a chain: one begins it, each other `follows` the end of exactly one, so
    that there is neither gap nor overlap, whoever writes. The link is a deferred foreign key that
    Django cannot declare; it is in the migration.

    `decision` is the number of what was decided, and another as soon as it is decided anew. The row and
    its id stay: where nothing changes that a list asks for, no index is written.
    """

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="determinations", db_index=False
    )
    file_no = models.CharField("档案编号", max_length=30, db_collation="C")
    follows = models.DateField(null=True)  # = holds_from, null in a household's first row
    turns_on = models.DateField(null=True)  # = holds_until where the answer may change by itself
    decision = models.BigIntegerField(
        db_default=models.Func(models.Value("eligibility_decision_number"), function="nextval")
    )

    objects = DeterminationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holds_from__lt=F("holds_until")), name="determination_order"
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | Q(follows=F("holds_from")), name="determination_link"
            ),
            models.CheckConstraint(
                condition=Q(turns_on=None) | Q(turns_on=F("holds_until")), name="determination_turn"
            ),
            models.UniqueConstraint(fields=["household", "holds_from"], name="determination_start"),
            models.UniqueConstraint(fields=["household", "holds_until"], name="determination_end"),
            models.UniqueConstraint(
                fields=["household"], condition=Q(follows=None), name="determination_first"
            ),
        ]
        # A list narrowed by one of these is one range in the order it shows; what comes after the
        # number is looked at in the index, so that a row that does not hold that day is not read.
        # Led by the area alone, for file numbers follow areas: walked by number, a city's index
        # would pass all its other areas first.
        indexes = [
            *by_jurisdiction("determination_class", "hardship_class", "file_no", *HELD),
            *by_jurisdiction(
                "determination_system",
                *("own_system", "file_no", "hardship_class", *HELD),
                tiers=TIERS[:4],
            ),
            models.Index(
                fields=["area_code", "file_no", "hardship_class", "own_system", *HELD],
                name="determination_area",
            ),
            models.Index(
                fields=["holds_from"], condition=Q(follows=None), name="determination_begins"
            ),
            models.Index(
                fields=["turns_on"], condition=Q(turns_on__isnull=False), name="determination_turns"
            ),
        ]


class DeterminationPast(AppendOnly, Interval):
    """What was known of a household until something that was recorded later changed it."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+", db_index=False)
    determination_id = models.BigIntegerField()  # the decision's number
    known_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["household", "holds_from"], name="determination_past_held")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__lte=F("known_until")), name="determination_past_order"
            )
        ]


class Tally(ScopedModel):
    """How many households more, or fewer, a union's own files have of something from a day on.

    The rows up to a day, summed, are what the determinations of that day would count. The database
    appends them with the determinations, in one transaction (`guards/tallied.sql`), and none is ever
    updated, so that no writer waits for another. `commands/fold_tallies` makes few rows of many: a
    row sums what changed from `since` to `day`, and tells nothing of the days between.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    keeps_system: ClassVar[bool] = True

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, db_collation="C")  # a TallyOf
    code = models.CharField(max_length=40, db_collation="C")
    name = models.CharField(max_length=40, default="")
    hardship_class = models.CharField("类别", max_length=20, default="")
    since = models.DateField()
    day = models.DateField()
    households = models.IntegerField()
    persons = models.IntegerField()
    is_new = models.BooleanField(default=True)

    class Meta:
        indexes = [
            *by_jurisdiction("tally", "kind"),
            models.Index(fields=["union"], name="tally_union"),
            models.Index(fields=["union"], condition=Q(is_new=True), name="tally_new"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("day")), name="tally_order"),
        ]


class Mark(models.Model):
    """待重算: a household is to be decided anew from a day on.

    Inserted by the database with the change of a fact, and deleted by whoever decides. Never
    updated, and without a unique key, so that no change of a fact ever waits for another.
    """

    household_id = models.BigIntegerField()
    from_day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["household_id"], name="mark_household")]


class Redecision(models.Model):
    """待重算: every household of a place and below it, from a day on; one row for a new standard."""

    place = models.CharField(max_length=6, db_collation="C")
    from_day = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at=None), name="redecision_open"),
        ]


class RedecidedRange(models.Model):
    """A range of households that a redecision is done with."""

    redecision = models.ForeignKey(Redecision, models.CASCADE, related_name="ranges")
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redecision", "number"], name="redecided_once")
        ]


class Waiting(models.Model):
    """What is 待重算 from a day until another: marks and open redecisions together; a view."""

    household_id = models.BigIntegerField(primary_key=True)
    from_day = models.DateField()
    until_day = models.DateField()

    class Meta:
        managed = False
        db_table = "eligibility_waiting"
