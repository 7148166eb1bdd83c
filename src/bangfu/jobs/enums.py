from django.db import models
from django.utils.translation import gettext_lazy as _


class Lane(models.TextChoices):
    """Where work waits, each served by a worker of its own: what is small never waits for what is large."""

    SMALL = "small", _("小任务")
    LARGE = "large", _("大任务")


class JobState(models.TextChoices):
    WAITING = "waiting", _("等待开始")
    RUNNING = "running", _("办理中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已停止")
    FAILED = "failed", _("没有完成")


AT_WORK = (JobState.WAITING, JobState.RUNNING)
