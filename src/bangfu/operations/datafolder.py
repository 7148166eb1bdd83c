"""Where one installation keeps what is its own; importable without Django.

`BANGFU_DATA` names the folder, so that several installations can live side by side. Secrets lie
beside the database, never in it, and in no backup of it.
"""

from __future__ import annotations

import errno
import os
import secrets as randomness
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from bangfu.operations.datafolder_errors import (
    DataFolderOfAnother,
    DataFolderUnusable,
    VaultKeyLost,
)
from bangfu.operations.file_reasons import file_reason

VAULT_KEY, SECRET_KEY = "vault-key", "django-secret-key"
VAULT_KEY_BYTES = 32
FOR_ROOT = Path("/var/lib/bangfu")
#: What the processes that serve pages are given when root starts them as a user who may not enter the
#: folder: open files of its secrets (`vault-key=7 django-secret-key=8`), and where the static files are.
HANDED = "BANGFU_HANDED"
STATIC = "BANGFU_STATIC"


@dataclass(frozen=True)
class DataFolder:
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def run(self) -> Path:
        """Locks of the processes that use this folder now; nothing here outlives them."""
        return self.root / "run"

    @property
    def static_root(self) -> Path:
        """Collected style sheets and scripts, as the web server hands them out."""
        return Path(os.environ.get(STATIC) or self.root / "static")

    @property
    def socket_file(self) -> Path:
        """Names the folder in which the running server's socket lies."""
        return self.root / "postgres.socket"

    @property
    def certificate_note(self) -> Path:
        """Names the certificate and the key that `bangfu up` served last."""
        return self.root / "certificate.served"

    @property
    def vault_key_file(self) -> Path:
        return self.secrets / VAULT_KEY

    def secret_file(self, name: str) -> Path:
        """Where this process reads a secret: the folder's own file, or the open one that it was given."""
        given = dict(each.split("=") for each in os.environ.get(HANDED, "").split())
        return Path(f"/proc/self/fd/{given[name]}") if name in given else self.secrets / name

    @property
    def demo_passwords_file(self) -> Path:
        return self.secrets / "demo-passwords.txt"

    def create(self) -> DataFolder:
        """Make what is missing, readable by its owner alone.

        Raises:
            DataFolderUnusable: it cannot be made, or is no folder, or is not writable.
            DataFolderOfAnother: another system user began it.
        """
        try:
            self._refuse_anothers()
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (self.log, self.run):
                folder.mkdir(exist_ok=True, mode=0o700)
            if not self.secrets.exists():
                self._draw_secrets()
        except OSError as error:
            raise DataFolderUnusable(self.root, file_reason(error)) from error
        return self

    def look(self) -> None:
        """Make nothing; say what stands in the way of using it, if it is there at all.

        Raises DataFolderUnusable, DataFolderOfAnother.
        """
        try:
            if not stat.S_ISDIR(os.stat(self.root).st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            self._refuse_anothers()
        except FileNotFoundError:
            return
        except OSError as error:
            raise DataFolderUnusable(self.root, file_reason(error)) from error

    def _refuse_anothers(self) -> None:
        """A folder in use stays its first user's: files of two would lock each other out."""
        begun = self.root.exists() and (not os.access(self.root, os.X_OK) or self.run.exists())
        if not begun:
            return
        place = self.run if os.access(self.root, os.X_OK) else self.root
        owner = place.stat().st_uid
        if owner != os.geteuid():
            raise DataFolderOfAnother(self.root, owner)

    def vault_key(self) -> bytes:
        """The key that wraps all keys of the vault, 32 bytes.

        Raises:
            VaultKeyLost: the folder once had one.
        """
        self.create()
        if not self.vault_key_file.exists():
            raise VaultKeyLost(self.vault_key_file)
        return self.vault_key_file.read_bytes()

    def django_secret_key(self) -> str:
        path = self.secret_file(SECRET_KEY)
        if path.parent == self.secrets:
            self.create()
        if not path.exists():
            replace_private(path, _new_secret_key())  # costs the running sessions, nothing else
        return path.read_text("utf-8")

    def write_demo_passwords(self, text: str) -> None:
        self.create()
        replace_private(self.demo_passwords_file, text.encode())

    def _draw_secrets(self) -> None:
        """All at once: a lost vault key is never replaced, for what it sealed would stay shut."""
        fresh = self.root / f".secrets.{os.getpid()}"
        try:
            fresh.mkdir(mode=0o700)
            write_private(fresh / VAULT_KEY, randomness.token_bytes(VAULT_KEY_BYTES))
            write_private(fresh / SECRET_KEY, _new_secret_key())
            fresh.rename(self.secrets)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            if not self.secrets.exists():  # else another process was first
                raise


def data_folder() -> DataFolder:
    """The folder that `BANGFU_DATA` names, else one under the user's home (root: /var/lib)."""
    named = os.environ.get("BANGFU_DATA", "").strip()
    if named:
        return DataFolder(Path(named).expanduser().absolute())
    if os.geteuid() == 0:
        return DataFolder(FOR_ROOT)
    return DataFolder(Path.home() / ".local/share/bangfu")


def _new_secret_key() -> bytes:
    return randomness.token_urlsafe(64).encode()


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, and have it on disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        os.fchmod(handle, 0o600)
        file.write(content)
        file.flush()
        os.fsync(handle)


def replace_private(path: Path, content: bytes) -> None:
    """The same as a whole: after a kill, or on a full disk, the file is the old one or the new one.

    What a killed process began beside it bears its number, by which it is found (`checking.work`).
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_private(fresh, content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
