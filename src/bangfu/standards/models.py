from django.db import models
from django.db.models import Q

from bangfu.audit.append_only import AppendOnly


class LocalStandard(AppendOnly):
    """A value of a place from a day on, fen per person and month; the newest recorded wins."""

    area_code = models.CharField("行政区划代码", max_length=6, db_collation="C")
    area_name = models.CharField("地区", max_length=40)
    kind = models.CharField("种类", max_length=20)
    amount_fen = models.BigIntegerField("元每月（分）")
    valid_from = models.DateField("生效日期")
    source = models.CharField("文件或来源", max_length=200)
    note = models.CharField("备注", max_length=200, default="", blank=True)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        verbose_name = "标准"
        indexes = [
            models.Index(fields=["kind", "area_code", "valid_from", "id"], name="standard_lookup")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="standard_positive")
        ]


class AnnouncedDay(AppendOnly):
    """A holiday or make-up workday as the State Council set it, for years the library lacks.

    When a year counts as announced is said at `kernel.workdays.StateCouncilCalendar`.
    """

    day = models.DateField()
    is_workday = models.BooleanField()
    document = models.CharField("文件", max_length=200)
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
