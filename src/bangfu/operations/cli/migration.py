"""Migrate as the owner, in a process of its own, when the code has changed since the last time.

What was migrated is written on the database itself, as its last step, so that a migration that
was killed half-way is taken up again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..connecting import connect
from ..database import OWNER, RUNNING, database_role, database_urls
from ..datafolder import DataFolder
from .fitness import refuse_unfit, refuse_wrong_owner
from .progress import say

PACKAGE = Path(__file__).resolve().parents[2]
RUNNING_ROLE = "BANGFU_RUNNING_ROLE"
#: Parts that can't change the database's shape.
WITHOUT_TABLES = ("web", "demo", "kernel")
READ = """
select coalesce(shobj_description(oid, 'pg_database'), '')
from pg_database where datname = current_database()
"""


class MigrationFailed(BangfuError):
    def __init__(self, output: str) -> None:
        self.said = output.strip()
        super().__init__(phrase("数据库升级失败，数据没有改动：\n{said}", said=self.said))


class UpgradeNeedsOwner(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "数据库需要升级，而没有所有者角色。请用 DATABASE_OWNER_URL 给出所有者的地址后重试。"
            )
        )


def ensure_migrated(folder: DataFolder, say: Callable[[str], None]) -> None:
    """Bring the database to this code's shape, unless it has it.

    Raises:
        DatabaseUnreachable, PostgresTooOld, DatabaseNewer, DatabaseOfAnother: nothing was touched.
        UpgradeNeedsOwner, OwnerElsewhere, NotTheOwner: nor here.
        MigrationFailed
    """
    owner_url, app_url = database_urls()
    if _is_current(app_url):
        return
    if not owner_url:
        raise UpgradeNeedsOwner
    with _alone(folder):
        if not _is_current(app_url):
            _refuse_wrong_owner(owner_url, app_url)
            say(phrase("更新数据库结构……"))
            migrate(owner_url, database_role(app_url))


def migrate(
    owner_url: str, running_role: str, module: str = "bangfu.operations.cli.migrating"
) -> None:
    """Run a module as a process whose database is the owner's, unless the database is unfit."""
    with connect(owner_url, OWNER) as owner:
        refuse_unfit(owner)
    surroundings = {"DATABASE_URL": owner_url, RUNNING_ROLE: running_role}
    done = subprocess.run(
        [sys.executable, "-m", module],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        say(line)
    if done.returncode != 0:
        raise MigrationFailed(done.stderr)


def stamp(connection: psycopg.Connection) -> None:
    """Write on the database that it has this code's shape."""
    statement = sql.SQL("comment on database {} is {}").format(
        sql.Identifier(connection.info.dbname), sql.Literal(fingerprint())
    )
    connection.execute(statement)


def fingerprint() -> str:
    """A digest of everything that shapes the database: code, Django, the job queue."""
    files = (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.sql"))
    return f"bangfu {_digest([path for path in files if _shapes_tables(path)])}"


def package_digest() -> str:
    """A digest of everything that a browser may be sent, and of what makes it."""
    return _digest([path for path in (PACKAGE / "web").rglob("*") if path.is_file()])


def _shapes_tables(path: Path) -> bool:
    inner = path.relative_to(PACKAGE)
    return inner.parts[0] not in WITHOUT_TABLES and "cli" not in inner.parts


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for name in ("django", "procrastinate", "tablericons2", "whitenoise"):
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def _is_current(app_url: str) -> bool:
    """Raises DatabaseUnreachable, PostgresTooOld, DatabaseNewer, DatabaseOfAnother."""
    with connect(app_url, RUNNING) as connection:
        row = connection.execute(READ).fetchone()
        if row is not None and row[0] == fingerprint():
            return True
        refuse_unfit(connection)
    return False


def _refuse_wrong_owner(owner_url: str, app_url: str) -> None:
    with connect(owner_url, OWNER) as owner, connect(app_url, RUNNING) as app:
        refuse_wrong_owner(owner, app)


@contextmanager
def _alone(folder: DataFolder) -> Iterator[None]:
    handle = os.open(folder.run / "migrate.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
