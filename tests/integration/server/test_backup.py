"""Backup and restore: whole or not at all, and nothing to read without the key."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from folders import found

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]

ERAS = "select reason from audit_era order by id"
SESSION = "insert into django_session values ('left-open', '', now() + interval '8 hours')"
SESSIONS = "select count(*) from django_session"
BEGIN_ERA = "insert into audit_era (reason) values ('备份之后')"


@dataclass(frozen=True)
class BackedUp:
    """A system, a backup of it, and one more era since."""

    server: EmbeddedServer
    file: Path
    bangfu: Bangfu

    def restore(self, file: Path) -> subprocess.CompletedProcess[str]:
        return self.bangfu(self.server.folder.root, "restore", file)

    def asked(self, question: str) -> int:
        with self.server, psycopg.connect(self.server.urls()[1]) as connection:
            row = connection.execute(question).fetchone()
        return int(row[0]) if row else 0

    def eras(self) -> list[str]:
        with self.server, psycopg.connect(self.server.urls()[1]) as connection:
            return [row[0] for row in connection.execute(ERAS)]


@pytest.fixture(scope="module")
def backed_up(
    module_place: Path, bangfu: Bangfu, migrated_folder: Callable[[Path], None]
) -> Iterator[BackedUp]:
    migrated_folder(module_place / "data")
    server = EmbeddedServer(DataFolder(module_place / "data"))
    found(server)
    done = bangfu(server.folder.root, "backup", module_place / "kept.dump")
    assert done.returncode == 0, done.stderr
    with server, psycopg.connect(server.urls()[0]) as connection:  # only the owner may
        connection.execute(BEGIN_ERA)
    yield BackedUp(server, module_place / "kept.dump", bangfu)
    server.destroy()


def test_what_is_no_backup_changes_nothing(backed_up: BackedUp, module_place: Path):
    before = backed_up.eras()
    (module_place / "words.txt").write_text("不是备份")
    whole = backed_up.file.read_bytes()
    (module_place / "cut.dump").write_bytes(whole[: len(whole) * 3 // 4])
    for wrong in ("words.txt", "cut.dump"):
        refused = backed_up.restore(module_place / wrong)
        assert refused.returncode == 1
        assert "现有数据没有改动" in refused.stderr
    assert backed_up.eras() == before


def test_another_key_is_refused(backed_up: BackedUp):
    before = backed_up.eras()
    file = backed_up.server.folder.vault_key_file
    right = file.read_bytes()
    file.write_bytes(bytes(32))
    refused = backed_up.restore(backed_up.file)
    file.write_bytes(right)
    assert refused.returncode == 1
    assert "secrets/vault-key" in refused.stderr
    assert backed_up.eras() == before


def test_a_system_in_use_is_not_replaced(backed_up: BackedUp):
    """Said before anything is begun, not when all but the last step is done."""
    before = backed_up.eras()
    kept = backed_up.server.folder.root / "backups"
    earlier = sorted(kept.glob("*"))
    with backed_up.server, psycopg.connect(backed_up.server.urls()[1]):
        refused = backed_up.restore(backed_up.file)
    assert refused.returncode == 1
    assert "系统正在运行" in refused.stderr
    assert backed_up.eras() == before
    assert sorted(kept.glob("*")) == earlier


def test_there_and_back(backed_up: BackedUp):
    folder = backed_up.server.folder
    assert backed_up.file.stat().st_mode & 0o777 == 0o600
    assert folder.vault_key() not in backed_up.file.read_bytes()
    assert backed_up.eras() == ["created", "备份之后"]

    with backed_up.server, psycopg.connect(backed_up.server.urls()[1]) as connection:
        connection.execute(SESSION)
    earlier = set((folder.root / "backups").glob("*"))
    done = backed_up.restore(backed_up.file)
    assert done.returncode == 0, done.stderr
    assert backed_up.eras() == ["created", "从备份恢复"]
    (before,) = set((folder.root / "backups").iterdir()) - earlier
    again = backed_up.restore(before)
    assert again.returncode == 0, again.stderr
    assert "用户、密码和任职都是备份时的" in again.stdout
    assert backed_up.asked(SESSIONS) == 0  # one was open when the backup was written
    assert backed_up.eras() == ["created", "备份之后", "从备份恢复"]
