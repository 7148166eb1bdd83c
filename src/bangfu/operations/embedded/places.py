"""Where the server lives: in the data folder, or, where its user can't go there, beside it.

Root's own home is closed to the server's user. A data folder below it keeps its secrets there and
points to a server home under /var/lib instead.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..datafolder import FOR_ROOT, DataFolder
from ..installing import may_install
from ..system_users import SystemUser
from .errors import NoPlaceForServer
from .users import server_user

ELSEWHERE = FOR_ROOT / "elsewhere"
#: sun_path holds 107 bytes and an end; the socket's own name takes 15 and a slash.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
PLAIN_PATH = re.compile(r"/[A-Za-z0-9/_.-]*")


@dataclass(frozen=True)
class ServerHome:
    """A folder that the server's user may enter: holds its data and, if need be, its programs."""

    root: Path
    user: SystemUser

    @property
    def data(self) -> Path:
        return self.root / "postgres"

    @property
    def programs(self) -> Path:
        return self.root / "pgbin"


def server_home(folder: DataFolder) -> ServerHome:
    """Find or settle where this data folder's server lives.

    Raises:
        NoPlaceForServer: the server's user can enter neither the folder nor one under /var/lib.
    """
    user = server_user(settled(folder) / "postgres")
    return ServerHome(home_for(user, folder), user)


def home_for(user: SystemUser, folder: DataFolder) -> Path:
    """A folder that this user may enter: the data folder, else one that belongs to it elsewhere.

    Raises NoPlaceForServer.
    """
    root = settled(folder)
    if not user.is_other:
        return root
    if not user.may_enter(root):
        _open_to(user, root)
    if root == folder.root and not user.may_enter(root) and may_install():
        root = _settle_elsewhere(folder, user)
    if not user.may_enter(root):
        raise NoPlaceForServer(root, user.name)
    return root


def socket_folder(folder: DataFolder, home: ServerHome) -> Path:
    """A folder with a short and plain path for the server's socket, open to its user and group alone."""
    wanted = home.root / "socket"
    if _fits(wanted):
        home.user.make_folder(wanted)
        return wanted
    known = _last_used(folder, home.user)
    if known is not None:
        return known
    fresh = Path(tempfile.mkdtemp(prefix="bangfu-", dir=_short_base()))
    home.user.own(fresh)
    return fresh


def open_to_group(home: ServerHome, socket: Path) -> None:
    """Let those of the server's group reach its socket: for root, who runs the web as another user.

    At every start, for a server that runs already may be of an earlier version.
    """
    if home.user.is_other:  # by that user: root's own chmod would follow where a link leads
        for mode, path in (("710", socket.parent), ("770", socket)):
            home.user.run(["/bin/chmod", mode, path], check=True)


def settled(folder: DataFolder) -> Path:
    """Where the server lives, or would: a look that settles nothing."""
    pointer = _pointer(folder)
    return Path(pointer.read_text("utf-8").strip()) if pointer.exists() else folder.root


def _settle_elsewhere(folder: DataFolder, user: SystemUser) -> Path:
    root = ELSEWHERE / secrets.token_hex(6)
    root.mkdir(parents=True, mode=0o700)
    for opened in (FOR_ROOT, ELSEWHERE, root):
        _open_to(user, opened)
    (root / "belongs-to").write_text(f"{folder.root}\n", encoding="utf-8")
    _pointer(folder).write_text(f"{root}\n", encoding="utf-8")
    return root


def _pointer(folder: DataFolder) -> Path:
    return folder.root / "postgres.elsewhere"


def _open_to(user: SystemUser, folder: Path) -> None:
    """Let the server's user pass through the folder, not list it."""
    os.chown(folder, -1, user.gid)
    folder.chmod(0o710)


def _fits(folder: Path) -> bool:
    text = str(folder)
    return len(text.encode()) <= LONGEST_SOCKET_FOLDER and bool(PLAIN_PATH.fullmatch(text))


def _last_used(folder: DataFolder, user: SystemUser) -> Path | None:
    """The folder of the last start, unless the machine's cleaning took it or somebody else has it."""
    if not folder.socket_file.exists():
        return None
    last = Path(folder.socket_file.read_text("utf-8").strip())
    if not _fits(last) or last.is_symlink() or not last.is_dir():
        return None
    held = last.stat()
    return last if held.st_uid == user.uid and held.st_mode & 0o067 == 0 else None


def _short_base() -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() == 0:
        return "/run" if os.access("/run", os.W_OK) else "/tmp"
    return runtime if runtime and _fits(Path(runtime, "bangfu-12345678")) else "/tmp"
