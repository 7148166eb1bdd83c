from datetime import date

from bangfu.kernel.errors import BangfuError


class NoAppointment(BangfuError):
    def __init__(self) -> None:
        super().__init__("您目前没有任职，不能办理业务。请联系系统管理员。")


class DayMovesForwardOnly(BangfuError):
    def __init__(self, today: date, wanted: date) -> None:
        super().__init__(f"演示日期只能向后推进：今天是 {today}，不能改为 {wanted}。")


class NotADemo(BangfuError):
    def __init__(self) -> None:
        super().__init__("这是正式系统，日期以北京时间当天为准，不能调整。")
