"""What is set for deciding cases, by place and day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bangfu.audit.append_only import AppendOnly

from .enums import ParameterName


class CaseParameter(AppendOnly):
    """A value for deciding cases at a place from a day on; the newest recorded wins.

    What is shipped stands under 000000 and holds wherever nothing nearer is set. How long a step may
    take is one, too: past it a case shows as overdue, and nothing else.
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
