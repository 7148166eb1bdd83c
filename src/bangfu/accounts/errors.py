from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class UsernameTaken(BangfuError):
    status = 409

    def __init__(self, username: str) -> None:
        super().__init__(phrase("用户名 {username} 已被使用，请换一个。", username=username))
        self.username = username


class BadUsername(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("用户名须为 2 到 40 位小写字母、数字、点、横线或下划线，以字母开头。")
        )


class NameMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("请填写用户的姓名，最多 40 个字。"))


class WeakPassword(BangfuError):
    """`reasons` never hold the password."""

    def __init__(self, reasons: Sequence[str]) -> None:
        told = "；".join(reason.rstrip("。.") for reason in reasons)
        super().__init__(phrase("密码不够安全：{told}。请换一个更长、不常见的密码。", told=told))
        self.reasons = tuple(reasons)


class NotYourself(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("不能停用自己的登录。请由另一位系统管理员办理。"))


class NotByReset(BangfuError):
    """Administrators change their own password with the old one, and cannot reset it."""

    def __init__(self) -> None:
        super().__init__(phrase("不能重设自己的密码。请用“修改密码”，凭原密码修改。"))


class PasswordWaits(BangfuError):
    """Of who decides or moves money: one administrator gave it, another confirms it."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这个一次性密码还没有经另一位系统管理员确认，没有改动。请先找另一位系统管理员确认，并领取确认码。"
            )
        )


class WrongCode(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "确认码不对，密码没有改动。请核对确认的那位系统管理员当面交给您的确认码；遗失的，请系统管理员重设密码。"
            )
        )


class PasswordIsOneTime(BangfuError):
    """Somebody else knows this password: its owner chooses another before anything else opens."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            phrase("您用的是一次性密码，这一步没有办理。请先在“修改密码”里改成自己的密码。")
        )


class TooManyPasswords(BangfuError):
    """Others are signing in at this moment; nothing was tried, and nothing counts as wrong."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(phrase("正在登录的人较多，这次没有核对密码。请过几秒再试。"))
