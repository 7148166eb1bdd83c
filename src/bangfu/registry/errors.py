from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

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


class HeldAhead(BangfuError):
    def __init__(self, held_from: date, on: date) -> None:
        super().__init__(
            phrase(
                "情况起始日 {held_from} 晚于今天 {on}。请改为当天或以前的日期。",
                held_from=held_from,
                on=on,
            )
        )
        self.held_from = held_from


class FieldBlank(BangfuError):
    """A field that no file may lack."""

    def __init__(self, title: str) -> None:
        super().__init__(phrase("“{title}”不能为空。请填写后再保存。", title=title))
        self.title = title


class FactOutOfBounds(BangfuError):
    """What no file may hold; the value itself is not repeated."""

    def __init__(self, title: str, allowed: str) -> None:
        super().__init__(
            phrase(
                "“{title}”超出允许范围（{allowed}）。请核对后再保存。", title=title, allowed=allowed
            )
        )
        self.title, self.allowed = title, allowed


class NotAMember(BangfuError):
    """Who is to be changed was no member of the household that day."""

    status = 404

    def __init__(self, day: date) -> None:
        super().__init__(phrase("这名成员在 {day} 不在该家庭名单中。请核对成员和起始日。", day=day))
        self.day = day


class PersonOnFile(BangfuError):
    """An identity belongs to one file; where it lies is told only to who may see it."""

    status = 409

    def __init__(self, file_no: str) -> None:
        super().__init__(
            phrase("该身份证号已在档案 {file_no} 中。请核对后填写本人的号码。", file_no=file_no)
            if file_no
            else phrase(
                "这个号码须由上级工会核实处理，没有保存。请核对号码；号码无误的，请上级工会办理。"
            )
        )
        self.file_no = file_no


class AccountChanged(BangfuError):
    """Another account is on file by now, or none."""

    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("账号已有变动。请刷新页面，按现在登记的账号核对原件。"))


class NoAccountChosen(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("请先勾选已核对原件的户。"))


class SucceededLater(BangfuError):
    """The worker's place is taken from a day after which the file was recorded anew already."""

    def __init__(self, file_no: str, day: date) -> None:
        super().__init__(
            phrase(
                "档案 {file_no} 在 {day} 之后已有新的登记。请把变更户主的日期填为最近一次登记当天或以后。",
                file_no=file_no,
                day=day,
            )
        )


class TooManyMet(BangfuError):
    """Within a day an officer was told of too many who are on file out of their sight; `until` it is so."""

    def __init__(self, most: int, until: datetime) -> None:
        super().__init__(
            phrase(
                "一天之内已有 {most} 次涉及在其他工会建档的人或卡，暂时不能再入库、更改档案。"
                "请由两地共同的上级工会核对后办理，或在 {until} 以后再办。",
                most=most,
                until=f"{localtime(until) + timedelta(minutes=1):%Y-%m-%d %H:%M}",
            )
        )
        self.most, self.until = most, until
