"""Users of the machine as whom parts of Bangfu run when root starts it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .installing import may_install

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
ADDING = ("--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")


@dataclass(frozen=True)
class SystemUser:
    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether root must change to this user to run something as it."""
        return self.uid != os.geteuid()

    def run(self, command: Sequence[object], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from a folder that everybody may enter."""
        if self.is_other:
            options = {"user": self.uid, "group": self.gid, "extra_groups": [], **options}
        return subprocess.run(
            [str(part) for part in command], text=True, cwd="/", env=ENVIRONMENT, **options
        )

    def may_enter(self, folder: Path) -> bool:
        if not self.is_other:
            return os.access(folder, os.R_OK | os.X_OK)
        entered = self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], capture_output=True)
        return entered.returncode == 0

    def may_execute(self, program: Path) -> bool:
        return self.may(os.X_OK, program)

    def may(self, how: int, path: Path) -> bool:
        """Read (`os.R_OK`) or execute (`os.X_OK`) this file."""
        if not self.is_other:
            return os.access(path, how)
        asked = "test -x" if how == os.X_OK else "test -r"
        return self.run(["/bin/sh", "-c", f'{asked} "$1"', "sh", path]).returncode == 0

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.own(folder)

    def write(self, path: Path, text: str) -> None:
        """Replace a file as a whole: a crash leaves the old one or the new one."""
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        # Exclusive, so that a link put there by this user leads root nowhere.
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if self.is_other:
                os.fchown(handle, self.uid, self.gid)
        fresh.replace(path)

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def found(name: str) -> SystemUser | None:
    try:
        return named(pwd.getpwnam(name))
    except KeyError:
        return None


def named(entry: pwd.struct_passwd) -> SystemUser:
    return SystemUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_be_made() -> bool:
    return os.geteuid() == 0 and may_install() and _useradd() is not None


def found_or_made(name: str) -> SystemUser | None:
    """A user without password, home and shell; None where there is none and none can be made."""
    if found(name) is None and can_be_made():
        subprocess.run([str(_useradd()), *ADDING, name], check=False, capture_output=True)
    return found(name)


def _useradd() -> str | None:
    return shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
