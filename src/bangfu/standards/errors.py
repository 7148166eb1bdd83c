from __future__ import annotations

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class AnnouncementIncomplete(BangfuError):
    """A half-entered year would pass its missing holidays off as working days."""

    def __init__(self, year: int) -> None:
        super().__init__(
            phrase(
                "{year}年的安排不完整：至少要有元旦（1月1日）和国庆节（10月1日）。"
                "请按国务院办公厅通知，把该年全部放假和调休上班的日期一次录全。",
                year=year,
            )
        )
        self.year = year


class NoDays(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("没有填写任何日期。请按通知逐日录入放假和调休上班的日期。"))


class DocumentMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("请填写依据的文件名称和文号，最多 200 字。"))
