from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from .append_only import AppendOnly


class Era(AppendOnly):
    """A stretch of the log without a restore: a restore begins another, so that numbers of rows never collide.

    `code` is drawn by the database (`guards/`); numbers that leave the house carry it.
    """

    id = models.AutoField(primary_key=True)
    began_at = models.DateTimeField(db_default=models.functions.Now())
    reason = models.CharField(max_length=80)
    code = models.CharField(max_length=8, default="", editable=False, db_collation="C")

    class Meta:
        verbose_name = "日志纪元"
        constraints = [models.UniqueConstraint(fields=["code"], name="era_code_once")]


class Entry(AppendOnly):
    """One act. `digest` and `era` are set by the database (`guards/`)."""

    id = models.BigAutoField(primary_key=True)
    era = models.IntegerField(editable=False, default=0)
    xid = models.BigIntegerField(editable=False, default=0)
    at = models.DateTimeField("时间", db_default=models.functions.Now())
    user_id = models.BigIntegerField("用户", null=True)
    actor = models.CharField("经办人", max_length=80)
    role = models.CharField("身份", max_length=20, db_collation="C")
    union_id = models.BigIntegerField("工会", null=True)
    action = models.CharField("动作", max_length=60, db_collation="C")
    subject_kind = models.CharField("对象", max_length=40, db_collation="C")
    subject = models.CharField("对象编号", max_length=80, db_collation="C")
    detail = models.JSONField("说明", default=dict)
    digest = models.BinaryField(editable=False, default=b"")

    class Meta:
        verbose_name = "日志"
        indexes = [
            models.Index(fields=["subject_kind", "subject", "id"], name="audit_subject"),
            models.Index(fields=["union_id", "-id"], name="audit_union"),
            models.Index(fields=["user_id", "-id"], name="audit_user"),
            BrinIndex(fields=["at"], name="audit_at"),
            # How often an officer was told of somebody out of their sight: asked before each import.
            models.Index(
                fields=["user_id", "at"],
                name="audit_met_elsewhere",
                condition=models.Q(action="registry.met_elsewhere"),
            ),
        ]
