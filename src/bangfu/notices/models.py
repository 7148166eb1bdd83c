from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bangfu.audit.append_only import AppendOnly
from bangfu.organisations.models import Union
from bangfu.scope.models import ScopedModel


class Notice(AppendOnly, ScopedModel):
    """A public posting (公示) for at least five working days.

    `kind` is the code of what it is about (see `kinds`). `entries` are built from an allow-list of
    fields: [{seq, name (masked), union_kind}], on older notices with employer, size and class in place
    of the kind, which nobody is shown; the public page shows them only while the posting runs. `number` is as issued: `高州市总工会公示〔2010〕3号`, on older notices
    the union's code in place of its name.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    kind = models.CharField("事项", max_length=20, db_collation="C")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="公示单位")
    number = models.CharField("文号", max_length=100)
    token = models.CharField(max_length=32, unique=True, db_collation="C")
    posted_on = models.DateField("公示起")
    ends_on = models.DateField("公示止")
    working_days = models.SmallIntegerField("工作日数")
    contact = models.CharField("联系方式", max_length=120)
    entries = models.JSONField()
    by_user_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "公示"
        constraints = [
            models.CheckConstraint(condition=Q(working_days__gte=5), name="notice_five_days"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("posted_on")), name="notice_order"),
            # Not alone: two unions of a network may bear one name.
            models.UniqueConstraint(fields=["union", "number"], name="notice_number_once"),
        ]
