"""`bangfu restore FILE`: into a database aside, checked there, then put in the place of the old one."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bangfu.kernel.errors import BangfuError

from ..database import database_role, database_urls, django_database
from ..datafolder import data_folder
from ..embedded.databases import create_database, drop_database
from .backup import dump, is_sealed, owner_environment, owner_url, tool
from .migration import MigrationFailed, migrate
from .parsing import Commands, Options, readable_file
from .system import database_server

CHECKS = "bangfu.config.cli.restoring"
SIGN = ("vault_datakey", "registry_household", "audit_entry")
OTHERS = "select count(*) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"


class NotABackup(BangfuError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} 不是帮扶系统的备份文件，或已损坏。现有数据没有改动。")


class RestoreFailed(BangfuError):
    def __init__(self, said: str) -> None:
        super().__init__(f"恢复失败，现有数据没有改动：\n{said.strip()}")


class InUse(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            "系统正在运行，不能恢复。请先停止 bangfu up，等正在执行的命令结束，再试一次。"
        )


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "restore",
        help="从备份恢复数据库",
        about=(
            "用备份整个替换现有的数据库：先恢复到一旁并核对，全部成功才替换，失败则原样不动。"
            "现有数据先自动备份到数据文件夹的 backups 里。密钥不在备份里："
            "在新机器上，先把原来的 secrets/vault-key 放进数据文件夹。"
        ),
    )
    parser.add_argument("file", type=readable_file, metavar="FILE", help="bangfu backup 写出的文件")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    _refuse_strangers(options.file)
    folder = data_folder().create()
    with database_server(folder):
        current = str(django_database(owner_url())["NAME"])
        aside = f"{current}_restoring"
        _refuse_if_used(current)
        kept = _keep(current)
        drop_database(owner_url("postgres"), aside)
        create_database(owner_url("postgres"), aside)
        try:
            _fill(options.file, aside)
            _swap(current, aside)
        finally:
            drop_database(owner_url("postgres"), aside)
    print(f"已从 {options.file} 恢复。" + (f"原有数据已先备份到 {kept}" if kept else ""))
    return 0


def _refuse_strangers(path: Path) -> None:
    """Raises NotABackup unless the file is whole and lists the contents of this system."""
    if not is_sealed(path):
        raise NotABackup(path)
    listed = subprocess.run([tool("pg_restore"), "--list", path], capture_output=True, text=True)
    if listed.returncode != 0 or not all(f"TABLE DATA public {t} " in listed.stdout for t in SIGN):
        raise NotABackup(path)


def _refuse_if_used(database: str) -> None:
    with psycopg.connect(owner_url("postgres")) as connection:
        found = connection.execute(OTHERS, [database]).fetchone()
    if found and found[0]:
        raise InUse


def _keep(database: str) -> Path | None:
    """Back up what is about to be replaced, unless it is empty."""
    with psycopg.connect(owner_url(database)) as connection:
        found = connection.execute("select to_regclass('public.audit_entry')").fetchone()
    if not found or found[0] is None:
        return None
    folder = data_folder().root / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"
    dump(target)
    return target


def _fill(path: Path, database: str) -> None:
    command = [tool("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    done = subprocess.run(
        [*command, "--single-transaction", f"--dbname={database}", str(path)],
        env=owner_environment(database),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RestoreFailed(_words_without_rows(done.stderr))
    try:
        migrate(owner_url(database), database_role(database_urls()[1]), CHECKS)
    except MigrationFailed as error:
        raise RestoreFailed(error.said) from None


def _words_without_rows(said: str) -> str:
    """pg_restore's errors without the contexts that quote a row."""
    return "\n".join(line for line in said.splitlines() if "ERROR" in line or "error:" in line)


def _swap(current: str, aside: str) -> None:
    """Both renames or none. Raises InUse when somebody has come in meanwhile."""
    old = f"{current}_replaced"
    drop_database(owner_url("postgres"), old)
    rename = sql.SQL("alter database {} rename to {}")
    try:
        with psycopg.connect(owner_url("postgres")) as connection:
            for name, new_name in ((current, old), (aside, current)):
                connection.execute(rename.format(sql.Identifier(name), sql.Identifier(new_name)))
    except psycopg.errors.ObjectInUse:
        raise InUse from None
    drop_database(owner_url("postgres"), old)
