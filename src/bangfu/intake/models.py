from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from bangfu.audit.append_only import AppendOnly
from bangfu.audit.kept_columns import KeepsColumns
from bangfu.organisations.models import Appointment, Union
from bangfu.scope.models import ScopedModel

from .enums import BatchState, Outcome, Stage, StagedVerdict, Tab


class ImportBatch(KeepsColumns, ScopedModel):
    """One upload or command: staged, previewed, merged. The file itself waits sealed, for its term."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    written_again: ClassVar[tuple[str, ...]] = (
        *("reporting_day", "state", "step", "progress_done", "progress_total", "failure", "counts"),
        *("confirmed_at", "confirmed_under_id", "outline", "waits_until"),
    )
    written_once: ClassVar[tuple[str, ...]] = ("merged_at",)

    union = models.ForeignKey(Union, models.PROTECT, null=True, verbose_name="导入工会")
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField("经办人", max_length=80)
    file_names = ArrayField(models.CharField(max_length=120), verbose_name="文件")
    digest = models.CharField(max_length=64, db_collation="C")
    reporting_day = models.DateField("上报日")
    state = models.CharField("状态", max_length=12, choices=BatchState, default=BatchState.WAITING)
    step = models.CharField(max_length=12, choices=Stage, default="", blank=True)
    progress_done = models.IntegerField(default=0)
    progress_total = models.IntegerField(default=0)
    failure = models.CharField("失败原因", max_length=400, default="")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_under = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    counts = models.JSONField("结果", default=dict)
    outline = models.JSONField(default=dict)  # what merging needs beside the rows; see staging
    created_at = models.DateTimeField("上传时间", db_default=models.functions.Now())
    merged_at = models.DateTimeField("入库时间", null=True)
    waits_until = models.DateTimeField("等待确认到", null=True)  # none until it is read

    class Meta:
        verbose_name = "导入批次"

    @property
    def reading(self) -> int:
        """Which reading of its files it holds, so that a confirmation is of what somebody has seen; 0
        until it is read, and where it was read by a version that did not count.
        """
        return int(self.outline.get("reading", 0))


class Upload(ScopedModel):
    """A sealed upload, kept only until it is merged or given up."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, null=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=120)
    sealed = models.BinaryField()


class StagedRow(ScopedModel):
    """One physical row of an upload with the reader's verdict; its values are in `StagedPart`.

    A household's line of the preview stands at its worker's row, or at the first of its members where
    no worker's row came: `tab` and `differences` are of the household. `head_name`: of the worker whose
    file the row names, as far as the sender may see it; `member_name` "" on a worker's row.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, null=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    file_name = models.CharField("文件", max_length=120)
    sheet = models.CharField("工作表", max_length=40)
    row_number = models.IntegerField("行号")
    file_no = models.CharField("档案编号", max_length=30, default="", db_collation="C")
    verdict = models.CharField("结论", max_length=20, choices=StagedVerdict)
    outcome = models.CharField("入库结果", max_length=12, choices=Outcome, default="", blank=True)
    remarks = models.JSONField(default=list)  # [{field, code, value (masked), reason, mend}]
    head_name = models.CharField("户主姓名", max_length=100, default="")
    member_name = models.CharField("成员姓名", max_length=100, default="")
    tab = models.CharField(max_length=8, choices=Tab, default="", blank=True)
    to_check = models.BooleanField("需核对", default=False)
    differences = models.JSONField(default=list)  # [{what, who, field, before, after}], masked

    class Meta:
        indexes = [
            models.Index(
                fields=["batch", "tab", "id"],
                name="intake_staged_tab",
                condition=~models.Q(tab=""),
            ),
            models.Index(
                fields=["batch", "id"],
                name="intake_staged_check",
                condition=models.Q(to_check=True),
            ),
            models.Index(fields=["batch", "file_no"], name="intake_staged_file"),
        ]


class StagedPart(ScopedModel):
    """Values of accepted rows, sealed together, kept only until they are merged or given up."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, null=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="parts")
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="intake_staged_part_once")
        ]


class BackPart(ScopedModel):
    """Rows that went back as they came, sealed together, kept for some weeks to be mended."""

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, null=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="back_parts")
    number = models.IntegerField()
    kept_until = models.DateTimeField(null=True)  # none while the batch waits
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="intake_back_part_once")
        ]


class ColumnMeaning(AppendOnly, ScopedModel):
    """What a head of a union's own tables means, for it and the unions below; of several rows the last counts.

    `form` is a `FormKind`. `word` is the head without dress. `meaning`: an attribute of the form,
    `meanings.NOT_NEEDED`, or "" once it is no longer held.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    form = models.CharField("表", max_length=8)
    word = models.CharField("列名", max_length=40)
    meaning = models.CharField("意思", max_length=40, default="", blank=True, db_collation="C")
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField("经办人", max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())
