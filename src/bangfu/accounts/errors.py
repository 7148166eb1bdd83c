from __future__ import annotations

from collections.abc import Sequence

from bangfu.kernel.errors import BangfuError


class UsernameTaken(BangfuError):
    status = 409

    def __init__(self, username: str) -> None:
        super().__init__(f"用户名 {username} 已被使用，请换一个。")
        self.username = username


class BadUsername(BangfuError):
    def __init__(self) -> None:
        super().__init__("用户名须为 2 到 40 位小写字母、数字、点、横线或下划线，以字母开头。")


class NameMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__("请填写用户的姓名，最多 40 个字。")


class WeakPassword(BangfuError):
    """`reasons` never hold the password."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("密码不够安全：" + "".join(reasons) + "请换一个更长、不常见的密码。")
        self.reasons = tuple(reasons)


class NotYourself(BangfuError):
    def __init__(self) -> None:
        super().__init__("不能停用自己的登录。请由另一位系统管理员办理。")
