from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    WAITING = "waiting", _("等待读取")
    READING = "reading", _("读取中")
    STAGED = "staged", _("待确认")
    MERGING = "merging", _("入库中")
    MERGED = "merged", _("已入库")
    FAILED = "failed", _("未能完成")
    DROPPED = "dropped", _("已放弃")
    EXPIRED = "expired", _("已到期清除")


class Stage(models.TextChoices):
    """What the background is at; `unit` is what it counts there."""

    FILES = "files", _("读取文件")
    ROWS = "rows", _("逐行检查")
    PREVIEW = "preview", _("整理预览")
    COMPARING = "comparing", _("与在档内容核对")
    MERGING = "merging", _("写入档案")

    @property
    def unit(self) -> str:
        return str({Stage.FILES: _("个文件"), Stage.MERGING: _("户")}.get(self, _("行")))


class StagedVerdict(models.TextChoices):
    """A row's verdict (`rules.Verdict`) as it is kept, with what people call it."""

    ACCEPT = "accept", _("接收")
    NORMALISED = "accept-normalised", _("规范后接收")
    REJECT = "reject", _("退回")
    SKIP = "skip", _("跳过")
    HEADER = "header", _("表头")


class Tab(models.TextChoices):
    """Where the preview shows a row: a household that is new or changes, or a row that goes back."""

    NEW = "new", _("新建")
    CHANGED = "changed", _("变化")
    CHECK = "check", _("需核对")
    BACK = "back", _("退回")


class Outcome(models.TextChoices):
    """What merging makes of an accepted row."""

    NEW = "new", _("新建")
    CHANGED = "changed", _("有变化")
    UNCHANGED = "unchanged", _("未变")
    WAITING = "waiting", _("待职工行改正")
