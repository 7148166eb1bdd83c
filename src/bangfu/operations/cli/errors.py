"""Why a backup or a restore is refused, or did not come to an end."""

from __future__ import annotations

from pathlib import Path

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class BackupFailed(BangfuError):
    def __init__(self, output: str) -> None:
        super().__init__(phrase("备份失败，没有写出文件：\n{said}", said=output.strip()))


class NotABackup(BangfuError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase(
                "{path} 不是帮扶系统的备份文件。现有数据没有改动。请用 bangfu backup 写出的文件。",
                path=path,
            )
        )


class BackupDamaged(BangfuError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase(
                "备份文件 {path} 不完整，或写出后被改动过。现有数据没有改动。"
                "请重新拷贝一次，或换一份备份。",
                path=path,
            )
        )


class OwnerMayNotCreate(BangfuError):
    def __init__(self, role: str) -> None:
        super().__init__(
            phrase(
                "恢复要先建一个库放在一旁，而所有者角色 {role} 没有建库的权限。现有数据没有改动。"
                "请让数据库管理员执行：alter role {role} createdb",
                role=role,
            )
        )


class RestoreFailed(BangfuError):
    def __init__(self, output: str) -> None:
        super().__init__(phrase("恢复失败，现有数据没有改动：\n{said}", said=output.strip()))


class InUse(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("系统正在运行，不能恢复。请先停止 bangfu up，等正在执行的命令结束，再试一次。")
        )
