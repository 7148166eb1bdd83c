from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from bangfu.audit.append_only import AppendOnly
from bangfu.registry.models import Household
from bangfu.scope.models import ScopedModel


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


class AssessedDay(models.Model):
    """A day for which the whole register was assessed; its determinations are kept current."""

    day = models.DateField(primary_key=True)
    assessed_at = models.DateTimeField()
    households = models.IntegerField(default=0)


class Determination(ScopedModel):
    """Which class a household is in on a day, by the facts known now. Derived: recomputed at will.

    `stale` (待重算) is set by the database when a fact, standard or rule set beneath it changes.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="determinations")
    day = models.DateField()
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
    facts_id = models.BigIntegerField()
    stale = models.BooleanField("待重算", default=False)
    assessed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "day"], name="determination_once_a_day")
        ]
        indexes = [
            models.Index(fields=["day", "area_code", "hardship_class"], name="determination_area"),
            models.Index(fields=["day", "own_system", "hardship_class"], name="determination_sys"),
            models.Index(
                fields=["day"], condition=models.Q(stale=True), name="determination_stale"
            ),
        ]
