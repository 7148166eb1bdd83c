from __future__ import annotations

from datetime import date

from bangfu.kernel.errors import BangfuError


class NoFiles(BangfuError):
    def __init__(self) -> None:
        super().__init__("没有选择文件。请选择职工档案文件；家庭成员另存时一并选择。")


class TooManyFiles(BangfuError):
    def __init__(self, most: int) -> None:
        super().__init__(f"一次最多导入 {most} 个文件。请分几次导入。")
        self.most = most


class ReportingDayAhead(BangfuError):
    def __init__(self) -> None:
        super().__init__("上报日不能晚于系统当天。请改为当天或以前的日期。")


class BatchNotRead(BangfuError):
    """It is still being read, or could not be."""

    status = 409

    def __init__(self, state: str) -> None:
        super().__init__(f"这一批目前是“{state}”，还不能入库。请等读取完成、核对预览后再确认。")


class AlreadyMerged(BangfuError):
    status = 409

    def __init__(self, by_name: str) -> None:
        super().__init__(f"这一批已由{by_name}确认入库，不必重复确认。请打开批次查看结果。")
        self.by_name = by_name


class BatchDropped(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__("这一批已被放弃。如仍要导入，请重新上传文件。")


class ReadingBroke(BangfuError):
    """A fault of the program; what it said is not kept, for it may repeat what the file holds."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"读取时程序出错（{kind}），没有任何内容入库。请重新上传；仍出错时联系管理员。"
        )


class NotOnFile(BangfuError):
    status = 404

    def __init__(self, file_no: str) -> None:
        super().__init__(f"没有档案 {file_no}，或它不在您的管辖范围内。请核对档案编号。")
        self.file_no = file_no


class NotYetHeld(BangfuError):
    """Nothing was on file for that day, or nothing was known of it yet."""

    status = 404

    def __init__(self, file_no: str, day: date, opened_on: date) -> None:
        super().__init__(
            f"档案 {file_no} 在 {day} 还没有内容（建档日期 {opened_on}）。请选择以后的日期。"
        )
        self.file_no = file_no
        self.day = day
