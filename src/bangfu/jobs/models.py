from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from bangfu.audit.kept_columns import KeepsColumns
from bangfu.scope.models import ScopedModel, SeenWith

from .enums import JobState, Lane

FAILURE = 400  # characters of a reason


class Job(KeepsColumns, ScopedModel):
    """Work that an officer asked for and that goes on without them.

    `kind` is the name that the job was declared by; `request` what it was asked for, sealed, for a
    search may hold a name, and empty once it has ended. `outcome` holds counts and ids alone. `place` is where a job that goes
    part by part takes up again.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")
    written_again: ClassVar[tuple[str, ...]] = (
        *("lane", "state", "request", "place", "done", "total", "outcome", "failure", "file_name"),
        *("ended_at", "kept_until"),
    )

    kind = models.CharField(max_length=60, db_collation="C")
    union_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    appointment_id = models.BigIntegerField()
    lane = models.CharField(max_length=8, choices=Lane, db_collation="C")
    state = models.CharField("状态", max_length=12, choices=JobState, default=JobState.WAITING)
    request = models.BinaryField()
    place = models.BigIntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    outcome = models.JSONField(default=dict)
    failure = models.CharField("原因", max_length=FAILURE, default="")
    file_name = models.CharField("文件", max_length=120, default="")
    asked_at = models.DateTimeField("提出时间", db_default=models.functions.Now())
    ended_at = models.DateTimeField("结束时间", null=True)
    kept_until = models.DateTimeField("保存到", null=True)

    class Meta:
        verbose_name = "后台任务"
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="job_of_owner"),
            models.Index(
                fields=["kept_until"],
                condition=models.Q(kept_until__isnull=False),
                name="job_expires",
            ),
        ]

    def end(self, state: JobState, failure: str = "") -> None:
        """Nothing more comes of it: neither what was asked nor what was written so far stays.

        Call it on a locked row, in a transaction that tells of it.
        """
        self.state, self.failure, self.ended_at = state, failure[:FAILURE], timezone.now()
        self.request = b""
        self.save(update_fields=["state", "failure", "ended_at", "request"])
        self.parts.all().delete()


class JobPart(KeepsColumns, SeenWith):
    """A piece of a job's file, sealed: no process ever holds the whole."""

    seen_with: ClassVar[tuple[str, str]] = ("job_id", "jobs_job")
    lets_rows_go: ClassVar[bool] = True

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts", db_index=False)
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="job_part_once")]
