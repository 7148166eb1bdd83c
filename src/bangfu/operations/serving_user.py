"""The system user as whom pages and background work run when root starts Bangfu.

It is not the one that owns PostgreSQL's data: else whoever got hold of the web could write the data
files, and so step round the limits of the database's role.
"""

from __future__ import annotations

import os

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from .installing import may_install
from .system_users import SystemUser, found, found_or_made

NAME = "bangfu-web"
#: For a machine where no user can be made: nobody's programs run as these by custom.
STAND_INS = ("daemon", "bin", "games")


class NoServingUser(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "网页和后台任务不以 root 运行，而这台机器上没有、也建不了系统用户 {name}。"
                "请先运行 useradd --system --user-group --no-create-home --shell /usr/sbin/nologin {name}，"
                "或以普通用户启动。",
                name=NAME,
            )
        )


def serving_user(server_uid: int | None) -> SystemUser:
    """Made where it may be. `server_uid`: PostgreSQL's user, if it is ours. Raises NoServingUser."""
    user = _fit(found_or_made(NAME), server_uid) or known_serving_user(server_uid)
    if user is None:
        raise NoServingUser
    return user


def known_serving_user(server_uid: int | None) -> SystemUser | None:
    """Who it is, or would be, with the users that the machine has."""
    names = (NAME, *STAND_INS) if may_install() else (NAME,)
    each = (_fit(found(name), server_uid) for name in names if os.geteuid() == 0)
    return next((user for user in each if user is not None), None)


def _fit(user: SystemUser | None, server_uid: int | None) -> SystemUser | None:
    return user if user is not None and user.uid not in (0, server_uid) else None
