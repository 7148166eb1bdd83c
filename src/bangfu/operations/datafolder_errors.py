"""Why a data folder can't be used."""

from __future__ import annotations

import pwd
from pathlib import Path

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class DataFolderUnusable(BangfuError):
    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            phrase(
                "数据文件夹 {path} 不能使用（{reason}）。请用环境变量 BANGFU_DATA 指定一个可写的文件夹。",
                path=path,
                reason=reason,
            )
        )


class DataFolderOfAnother(BangfuError):
    def __init__(self, path: Path, owner: int) -> None:
        self.path = path
        name = _user(owner)
        super().__init__(
            phrase(
                "数据文件夹 {path} 是系统用户 {name} 的。请以该用户运行（root 可用 su {name}），"
                "或用环境变量 BANGFU_DATA 指定另一个文件夹。",
                path=path,
                name=name,
            )
        )


class VaultKeyLost(BangfuError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase(
                "保险库密钥 {path} 不见了，没有它就打不开证件号和卡号。请从当初另存的地方放回原处。",
                path=path,
            )
        )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
