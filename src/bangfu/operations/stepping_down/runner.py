"""Who runs what serves pages: the user who started it, or, where that is root, an unprivileged one."""

from __future__ import annotations

import compileall
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..database import OWNER, RUNNING, database_urls, uses_embedded_server
from ..datafolder import HANDED, SECRET_KEY, STATIC, VAULT_KEY, DataFolder
from ..embedded.places import home_for, server_home
from ..serving_user import serving_user
from ..system_users import SystemUser
from .handing import held, name_of
from .program import PACKAGE, Program, program_for

#: What of root's surroundings the unprivileged user is told, beside all that is named for Bangfu.
TOLD = ("PATH", "TZ", "LANG", "LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8", "FONTCONFIG_FILE")
TOLD_BEGINNING = ("BANGFU_", "LC_", "PGSSL")
NO_HOME = "/nonexistent"


@dataclass(frozen=True)
class Runner:
    """Attributes:
    user: another than who started it, if any.
    groups: of the user, beside its own.
    given: open files that it is given.
    told: asked at every start, for the place of the database's socket may change.
    """

    python: str
    told: Callable[[], dict[str, str]]
    user: SystemUser | None = None
    groups: Sequence[int] = ()
    given: Sequence[int] = ()

    @property
    def options(self) -> Mapping[str, Any]:
        """Of `subprocess.Popen`."""
        if self.user is None:
            return {}
        identity = {"user": self.user.uid, "group": self.user.gid, "extra_groups": self.groups}
        return {**identity, "cwd": os.sep, "umask": 0o077}

    @contextmanager
    def giving(self, path: Path) -> Iterator[tuple[str, Sequence[int]]]:
        """A file that the user may not open itself: a name for it, and the open file behind it."""
        if self.user is None:
            yield str(path), ()
            return
        handle = held(path.name, path.read_bytes())
        try:
            yield name_of(handle), (handle,)
        finally:
            os.close(handle)


@contextmanager
def stepped_down(folder: DataFolder) -> Iterator[Runner]:
    """Before the database starts, which lets this user in. Raises NoServingUser, NoPlaceForServer."""
    if os.geteuid() != 0:
        yield Runner(sys.executable, _own_surroundings)
        return
    server = server_home(folder) if uses_embedded_server() else None
    user = serving_user(server.user.uid if server else None)
    home = server.root if server else home_for(user, folder)
    os.environ[STATIC] = str(home / "static")
    key = held(VAULT_KEY, folder.vault_key())
    secret = held(SECRET_KEY, folder.django_secret_key().encode())
    surroundings = {HANDED: f"{VAULT_KEY}={key} {SECRET_KEY}={secret}"}
    program = program_for(home)
    try:
        yield Runner(
            str(program.python),
            lambda: _surroundings(folder, program) | surroundings,
            user,
            [server.user.gid] if server else [],
            [key, secret],
        )
    finally:
        for handle in (key, secret):
            os.close(handle)
        del os.environ[STATIC]


def open_to_readers(runner: Runner, folder: DataFolder) -> None:
    """What the unprivileged user hands out or runs, and can't write itself."""
    if runner.user is None:
        return
    for path in (folder.static_root, *folder.static_root.rglob("*")):
        wanted = 0o755 if path.is_dir() else 0o644
        if path.stat().st_mode & 0o777 != wanted:
            path.chmod(wanted)
    compileall.compile_dir(PACKAGE, quiet=2, maxlevels=20)


def _own_surroundings() -> dict[str, str]:
    """Whoever answers strangers needs no address of the owner's."""
    return {name: value for name, value in os.environ.items() if name != OWNER}


def _surroundings(folder: DataFolder, program: Program) -> dict[str, str]:
    passed = {
        name: value
        for name, value in os.environ.items()
        if name in TOLD or name.startswith(TOLD_BEGINNING)
    }
    own = {"HOME": NO_HOME, "BANGFU_DATA": str(folder.root), RUNNING: database_urls()[1]}
    return passed | own | program.environment
