"""The system user that the server runs as: PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import NoServerUser

NAME = "bangfu"
#: Unprivileged users of every Linux, for a machine where no user can be made.
STAND_INS = ("nobody",)
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class ServerUser:
    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether root must change to this user to run the server."""
        return self.uid != os.geteuid()

    def run(self, command: Sequence[object], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from a folder that everybody may enter."""
        if self.is_other:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command], text=True, cwd="/", env=ENVIRONMENT, **options
        )

    def may_enter(self, folder: Path) -> bool:
        if not self.is_other:
            return os.access(folder, os.R_OK | os.X_OK)
        entered = self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], capture_output=True)
        return entered.returncode == 0

    def may_execute(self, program: Path) -> bool:
        if not self.is_other:
            return os.access(program, os.X_OK)
        asked = self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", program], capture_output=True)
        return asked.returncode == 0

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.own(folder)

    def write(self, path: Path, text: str) -> None:
        """Replace a file as a whole: a crash leaves the old one or the new one."""
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        # Exclusive, so that a link put there by the server's user leads root nowhere.
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if self.is_other:
                os.fchown(handle, self.uid, self.gid)
        fresh.replace(path)

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def server_user(existing_data: Path) -> ServerUser:
    """Whoever owns the data already, else the current user, for root the user `bangfu`."""
    if existing_data.exists() and os.geteuid() == 0:
        owner = existing_data.stat().st_uid
        if owner != 0:
            return _named(pwd.getpwuid(owner))
    if os.geteuid() != 0:
        return _named(pwd.getpwuid(os.geteuid()))
    return _unprivileged()


def _unprivileged() -> ServerUser:
    """Raises NoServerUser when the machine has none and lets none be made."""
    if _find(NAME) is None and (
        useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    ):
        command = [useradd, "--system", "--user-group", "--no-create-home"]
        shell = ["--shell", "/usr/sbin/nologin", NAME]
        subprocess.run([*command, *shell], check=False, capture_output=True)
    for name in (NAME, *STAND_INS):
        account = _find(name)
        if account is not None and account.uid != 0:
            return account
    raise NoServerUser


def _find(name: str) -> ServerUser | None:
    try:
        return _named(pwd.getpwnam(name))
    except KeyError:
        return None


def _named(entry: pwd.struct_passwd) -> ServerUser:
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
