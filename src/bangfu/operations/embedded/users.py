"""The system user that the server runs as: PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from ..installing import may_install
from ..system_users import SystemUser, found, found_or_made, named
from .errors import NoServerUser, OwnerOfDataGone

NAME = "bangfu"
#: Unprivileged users of every Linux, for a machine where no user can be made.
STAND_INS = ("nobody",)


def server_user(existing_data: Path) -> SystemUser:
    """Whoever owns the data already, else the current user, for root the user `bangfu`.

    Raises NoServerUser, OwnerOfDataGone.
    """
    if existing_data.exists() and os.geteuid() == 0:
        owner = existing_data.stat().st_uid
        if owner != 0:
            return _owner(owner)
    if os.geteuid() != 0:
        return named(pwd.getpwuid(os.geteuid()))
    return _unprivileged()


def _owner(uid: int) -> SystemUser:
    try:
        return named(pwd.getpwuid(uid))
    except KeyError:
        raise OwnerOfDataGone(uid) from None


def _unprivileged() -> SystemUser:
    """Raises NoServerUser when the machine has none and lets none be made."""
    user = found_or_made(NAME)
    if user is not None and user.uid != 0:
        return user
    if may_install():
        for name in STAND_INS:
            user = found(name)
            if user is not None and user.uid != 0:
                return user
    raise NoServerUser
