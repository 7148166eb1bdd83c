"""What stops background work, and what its pages answer."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class JobStopped(BangfuError):
    """Its owner called it back; what was kept so far stays as the job left it."""

    def __init__(self) -> None:
        super().__init__(phrase("任务已停止。"))


class OwnerGone(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("提出任务的人已不在岗，任务没有办理。请由在岗的人重新提出。"))


class JobBroke(BangfuError):
    """A fault of the program, told without what it held."""

    def __init__(self, place: str) -> None:
        super().__init__(
            phrase("程序出错（{place}），任务没有完成。请把这句话告诉管理员。", place=place)
        )


class JobLost(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("数据库中断太久，任务没有完成。请重新提出。"))


class ResultGone(BangfuError):
    status = 410

    def __init__(self) -> None:
        super().__init__(phrase("结果已过保存期，请重新导出。"))
