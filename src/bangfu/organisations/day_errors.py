"""Why a demo's day can't be moved so."""

from datetime import date

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class DayMovesForwardOnly(BangfuError):
    def __init__(self, today: date, wanted: date) -> None:
        super().__init__(
            phrase(
                "演示日期只能向后推进：今天是 {today}，不能改为 {wanted}。",
                today=today,
                wanted=wanted,
            )
        )


class DayBeyondCalendar(BangfuError):
    """Beyond it no posting could end, and the day can't be moved back."""

    def __init__(self, announced_until: date, wanted: date) -> None:
        super().__init__(
            phrase(
                "放假安排只录入到 {until}，演示日期不能推进到 {wanted}。"
                "请改为不晚于 {until} 的日期，或先录入以后年份的放假安排。",
                until=announced_until,
                wanted=wanted,
            )
        )
