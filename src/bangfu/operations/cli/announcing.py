"""What a start will install or create on the machine, said before it does, and not done with `INSTALL=no`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from .. import serving_user
from ..database import uses_embedded_server
from ..datafolder import DataFolder
from ..embedded import EmbeddedServer, users
from ..embedded.places import ELSEWHERE, settled
from ..installing import may_install
from ..stepping_down.program import is_open, needs_copy
from ..system_users import ADDING, can_be_made, found
from . import fonts

Say = Callable[[str], None]


class UsersMissing(BangfuError):
    def __init__(self, names: list[str]) -> None:
        commands = "\n".join(f"  useradd {' '.join(ADDING)} {name}" for name in names)
        super().__init__(
            phrase(
                "INSTALL=no：不在这台机器上建立系统用户，而以 root 启动须有系统用户 {names}，"
                "数据库、网页和后台任务才不以 root 运行。什么也没有建立。请先运行：\n{commands}\n"
                "或以普通用户启动。",
                names="、".join(names),
                commands=commands,
            )
        )


def announce(folder: DataFolder, say: Say, *, serves: bool) -> None:
    """Before anything is made. `serves`: whether pages come, too, and not the database alone.

    Raises UsersMissing.
    """
    missing = _users_missing(folder, serves=serves)
    if missing and not may_install():
        raise UsersMissing(missing)
    own = list(_of_our_own(folder, serves=serves))
    beyond = list(_beyond(folder, missing, serves=serves))
    if own or beyond:
        say("\n  ".join([phrase("将在这台机器上："), *own, *beyond]))
    if beyond:
        say(
            phrase(
                "不想在项目和数据文件夹以外安装或建立什么，请按 Ctrl-C，设 INSTALL=no 再运行"
                "（如 make run INSTALL=no）。"
            )
        )


def _of_our_own(folder: DataFolder, *, serves: bool) -> Iterator[str]:
    if not folder.root.exists():
        yield phrase("建立数据文件夹 {path}", path=folder.root)
    if serves and os.geteuid() == 0 and needs_copy(settled(folder)):
        yield phrase("把 Python 或程序抄一份，放在数据旁边，供网页和后台任务的系统用户读取")


def _beyond(folder: DataFolder, missing: list[str], *, serves: bool) -> Iterator[str]:
    """Nothing with `INSTALL=no`."""
    if can_be_made():
        for name in missing:
            yield phrase("建立系统用户 {name}（没有密码，不能登录）", name=name)
    if serves and fonts.would_install():
        yield phrase("用 apt 安装中文字体 {package}", package=fonts.DEBIAN_PACKAGE)
    if may_install() and _is_closed(folder):
        yield phrase("在 {path} 存放数据库：数据文件夹所在之处别的用户进不去", path=ELSEWHERE)


def _is_closed(folder: DataFolder) -> bool:
    """To the user of a database that root starts for the first time there."""
    if os.geteuid() != 0 or not uses_embedded_server() or not EmbeddedServer(folder).is_new():
        return False
    return not is_open(next(each for each in folder.root.parents if each.exists()))


def _users_missing(folder: DataFolder, *, serves: bool) -> list[str]:
    if os.geteuid() != 0:
        return []
    needed = [serving_user.NAME] if serves else []
    if uses_embedded_server() and EmbeddedServer(folder).is_new():
        needed.insert(0, users.NAME)
    return [name for name in needed if found(name) is None]
