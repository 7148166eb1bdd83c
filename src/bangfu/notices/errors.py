"""Refusals of posting. `status` is the HTTP code."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import ClassVar

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class NoticeError(BangfuError):
    status: ClassVar[int] = HTTPStatus.UNPROCESSABLE_ENTITY


class PeriodRefused(NoticeError):
    """Too few or too many working days; the message names both bounds."""

    def __init__(self, working_days: int, least: int, most: int) -> None:
        super().__init__(
            phrase(
                "公示期应为 {least} 至 {most} 个工作日，您填的是 {working_days}。",
                least=least,
                most=most,
                working_days=working_days,
            )
        )
        self.working_days = working_days


class ContactMissing(NoticeError):
    def __init__(self) -> None:
        super().__init__(phrase("请填写受理异议的联系方式（不超过 120 字），群众才能反映情况。"))


class ContactTooLong(NoticeError):
    def __init__(self, most: int) -> None:
        super().__init__(phrase("联系方式太长，最多 {most} 字，请精简后再提交。", most=most))


class NumberOnNotice(NoticeError):
    """Attributes:
    rows: places on the notice at which somebody's number stands.
    """

    def __init__(self, told: Sequence[str], rows: Sequence[int]) -> None:
        super().__init__(
            phrase(
                "不能公示：{told}。请先改正档案（工作单位、姓名里不写证件号和卡号），再公示。",
                told="；".join(told),
            )
        )
        self.rows = tuple(rows)


class PostingOver(NoticeError):
    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__(phrase("公示期已结束，公示内容已撤下。如有疑问，请联系公示单位。"))
