from __future__ import annotations

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class NoFiles(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("没有选择文件。请选择职工档案文件；家庭成员另存时一并选择。"))


class TooManyFiles(BangfuError):
    def __init__(self, most: int) -> None:
        super().__init__(phrase("一次最多导入 {most} 个文件。请分几次导入。", most=most))
        self.most = most


class ReportingDayAhead(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("上报日不能晚于系统当天。请改为当天或以前的日期。"))


class BatchNotRead(BangfuError):
    """It is still being read, or could not be."""

    status = 409

    def __init__(self, state: str) -> None:
        super().__init__(
            phrase(
                "这一批目前是“{state}”，还不能入库。请等读取完成、核对预览后再确认。", state=state
            )
        )


class ReadAgainSince(BangfuError):
    """What is to be confirmed is not the reading whose preview was looked at."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "您打开预览以后，这一批已按改正的上报日或列的意思重新读取，入库的内容可能不同，没有确认。"
                "请打开这一批，核对新的预览后再确认入库。"
            )
        )


class FilesGone(BangfuError):
    """The sealed uploads are no longer kept, so that nothing can be read again."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("上传的文件已不在系统里，不能重新读取。请放弃这一批，改正上报日后重新上传。")
        )


class AlreadyMerged(BangfuError):
    status = 409

    def __init__(self, by_name: str) -> None:
        super().__init__(
            phrase(
                "这一批已由{by_name}确认入库，不必重复确认。请打开批次查看结果。", by_name=by_name
            )
        )
        self.by_name = by_name


class NothingToMend(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("这一批没有退回的行，或者已过保存期限。需要时请重新上传原来的表格。")
        )


class NothingExplained(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("没有选择任何一列的意思。请至少选择一列，或返回预览。"))


class ColumnTwice(BangfuError):
    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("“{name}”已有一列，或选了两次。每一项只能有一列，请改选。", name=name)
        )


class WrongKind(BangfuError):
    """The column's cells are not what the chosen field holds."""

    def __init__(self, head: str, name: str) -> None:
        super().__init__(
            phrase(
                "“{head}”列里的内容不能作“{name}”读。请另选一项，或先在表里把这一列改成“{name}”"
                "的写法再上传。",
                head=head,
                name=name,
            )
        )
        self.head = head


class BatchDropped(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这一批已被放弃。如仍要导入，请重新上传文件。"))


class BatchExpired(BangfuError):
    """Nobody confirmed it within its term."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这一批上传后一直没有确认，已到期清除，没有任何内容入库。如仍要导入，请重新上传文件。"
            )
        )


class BeingMerged(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase("这一批正在后台入库。请打开批次查看进度；要改变主意，请先在那里停止入库。")
        )


class MergeStopped(BangfuError):
    """The confirmation was called back while the background was at it."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("入库已被停止，没有任何内容入库。需要时请重新确认入库。"))


class NumberJustTaken(BangfuError):
    """An import of another county, at work at the same time, was first with one of its new file numbers."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "有档案编号刚被另一批同时入库的导入使用，没有任何内容入库。"
                "请重新确认入库：编号重复的行会退回并写明原因，其余照常入库。"
            )
        )


class ConfirmerGone(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("确认人已不在任或账号已停用，没有任何内容入库。请由现任经办人重新确认入库。")
        )


class MergingBroke(BangfuError):
    """A fault of the program; what it said is not kept, for it may repeat what the file holds."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            phrase(
                "入库时程序出错（{kind}），没有任何内容入库。请重新确认入库；仍出错的，把批次号告诉系统管理员。",
                kind=kind,
            )
        )


class ReadingBroke(BangfuError):
    """A fault of the program; what it said is not kept, for it may repeat what the file holds."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            phrase(
                "读取时程序出错（{kind}），没有任何内容入库。请重新上传；仍出错的，把批次号告诉系统管理员。",
                kind=kind,
            )
        )
