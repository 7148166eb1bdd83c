from django.db import models


class BatchState(models.TextChoices):
    WAITING = "waiting", "等待读取"
    READING = "reading", "读取中"
    STAGED = "staged", "待确认"
    MERGING = "merging", "入库中"
    MERGED = "merged", "已入库"
    FAILED = "failed", "未能完成"
    DROPPED = "dropped", "已放弃"


class Verdict(models.TextChoices):
    """What a careful importer does with a row."""

    ACCEPT = "accept", "接收"
    NORMALISED = "accept-normalised", "规范后接收"
    REJECT = "reject", "退回"
    SKIP = "skip", "跳过"
    HEADER = "header", "表头"


class Outcome(models.TextChoices):
    """What merging makes of an accepted row."""

    NEW = "new", "新建"
    CHANGED = "changed", "有变化"
    UNCHANGED = "unchanged", "未变"
    WAITING = "waiting", "待职工行改正"
