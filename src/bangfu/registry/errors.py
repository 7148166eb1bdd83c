from __future__ import annotations

from datetime import date

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class NotOnFile(BangfuError):
    status = 404

    def __init__(self, file_no: str) -> None:
        super().__init__(
            phrase("没有档案 {file_no}，或它不在您的管辖范围内。请核对档案编号。", file_no=file_no)
        )
        self.file_no = file_no


class NotYetHeld(BangfuError):
    """Nothing was on file for that day, or nothing was known of it yet."""

    status = 404

    def __init__(self, file_no: str, day: date, opened_on: date) -> None:
        super().__init__(
            phrase(
                "档案 {file_no} 在 {day} 还没有内容（建档日期 {opened_on}）。请选择以后的日期。",
                file_no=file_no,
                day=day,
                opened_on=opened_on,
            )
        )
        self.file_no = file_no
        self.day = day
