"""`bangfu restore FILE`: into a database aside, checked there, then put in the place of the old one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bangfu.documents.delimited import build_delimited
from bangfu.kernel.phrases import phrase

from ..connecting import connect
from ..database import OWNER, database_role, database_urls, django_database
from ..datafolder import data_folder, write_private
from ..embedded.databases import create_database, drop_database
from .backup import dump, is_dump, is_sealed
from .errors import BackupDamaged, InUse, NotABackup, OwnerMayNotCreate, RestoreFailed
from .fitness import DatabaseNewer, NotTheOwner
from .migration import MigrationFailed, migrate
from .parsing import Commands, Options, readable_file
from .postgres_tools import ToolFailed, fill_from, listed, owner_url
from .remains import restoring_alone
from .system import database_server, set_django_up
from .taken_back import TakenBack, in_words, taken_back

CHECKS = "bangfu.operations.cli.restoring"
SIGN = ("vault_datakey", "registry_household", "audit_entry")
ABILITIES = """
select rolcreatedb or rolsuper,
       (select pg_has_role(datdba, 'usage') from pg_database where datname = %s)
from pg_roles where rolname = current_user
"""
OTHERS = "select count(*) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "restore",
        help=phrase("从备份恢复数据库"),
        about=(
            phrase(
                "用备份整个替换现有的数据库：先恢复到一旁并核对，全部成功才替换，失败则原样不动。"
                "现有数据先自动备份到数据文件夹的 backups 里。密钥不在备份里："
                "在新机器上，先把原来的 secrets/vault-key 放进数据文件夹。"
            )
        ),
    )
    parser.add_argument(
        "file", type=readable_file, metavar="FILE", help=phrase("bangfu backup 写出的文件")
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    _refuse_strangers(options.file)
    folder = data_folder().create()
    with database_server(folder), restoring_alone(folder):
        current = str(django_database(owner_url())["NAME"])
        aside = f"{current}_restoring"
        _refuse_unable(current)
        _refuse_if_used(current)
        kept = _keep(current)
        drop_database(owner_url("postgres"), aside)
        create_database(owner_url("postgres"), aside)
        try:
            _fill(options.file, aside)
            before = owner_url(current) if kept else None
            taken = taken_back(before, owner_url(aside))
            _swap(current, aside)
        finally:
            drop_database(owner_url("postgres"), aside)
    print(
        phrase("已从 {path} 恢复。", path=options.file)
        + (phrase("原有数据已先备份到 {kept}", kept=kept) if kept else "")
    )
    print(
        phrase(
            "用户、密码和任职都是备份时的：之后停用的用户、改过的密码和终止的任职请重新办理。"
            "所有人须重新登录。"
        )
    )
    listed = None
    try:
        listed = _listed(taken, kept)
    finally:  # the restore stands, whether or not there is room for the list
        print("\n".join(in_words(taken, listed)))
    return 0


def _listed(taken: TakenBack, kept: Path | None) -> Path | None:
    """Write the acts that were taken back beside the backup of what was replaced."""
    if kept is None or not taken.acts:
        return None
    set_django_up()
    from bangfu.reporting.log_language import action_in_words, subject_in_words

    heads = [phrase("时间"), phrase("经办人"), phrase("动作"), phrase("对象"), phrase("对象编号")]
    rows = [
        [
            f"{at.astimezone():%Y-%m-%d %H:%M:%S}",
            who,
            action_in_words(act),
            subject_in_words(kind),
            subject,
        ]
        for at, who, act, kind, subject in taken.acts
    ]
    target = kept.with_suffix(".csv")
    write_private(target, build_delimited([heads, *rows]))
    return target


def _refuse_strangers(path: Path) -> None:
    """Raises NotABackup, BackupDamaged."""
    if not is_sealed(path):
        raise BackupDamaged(path) if is_dump(path) else NotABackup(path)
    told = listed(path)
    if not all(f"TABLE DATA public {table} " in told for table in SIGN):
        raise NotABackup(path)


def _refuse_unable(database: str) -> None:
    """Raises DatabaseUnreachable, OwnerMayNotCreate, NotTheOwner."""
    with connect(owner_url("postgres"), OWNER) as connection:
        may_create, owns = connection.execute(ABILITIES, [database]).fetchone() or (False, False)
    role = database_role(owner_url())
    if not may_create:
        raise OwnerMayNotCreate(role)
    if not owns:
        raise NotTheOwner(role, database)


def _refuse_if_used(database: str) -> None:
    with connect(owner_url("postgres"), OWNER) as connection:
        others = connection.execute(OTHERS, [database]).fetchone()
    if others and others[0]:
        raise InUse


def _keep(database: str) -> Path | None:
    """Back up what is about to be replaced, unless it is empty."""
    with connect(owner_url(database), OWNER) as connection:
        log_table = connection.execute("select to_regclass('public.audit_entry')").fetchone()
    if not log_table or log_table[0] is None:
        return None
    folder = data_folder().root / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"
    dump(target)
    return target


def _fill(path: Path, database: str) -> None:
    """Raises RestoreFailed."""
    try:
        fill_from(path, database)
        migrate(owner_url(database), database_role(database_urls()[1]), CHECKS)
    except (ToolFailed, MigrationFailed) as error:
        raise RestoreFailed(error.said) from None
    except DatabaseNewer as error:
        raise RestoreFailed(str(error)) from None


def _swap(current: str, aside: str) -> None:
    """Both renames or none. Raises InUse when somebody has come in meanwhile."""
    old = f"{current}_replaced"
    drop_database(owner_url("postgres"), old)
    rename = sql.SQL("alter database {} rename to {}")
    try:
        with connect(owner_url("postgres"), OWNER) as connection:
            for name, new_name in ((current, old), (aside, current)):
                connection.execute(rename.format(sql.Identifier(name), sql.Identifier(new_name)))
    except psycopg.errors.ObjectInUse:
        raise InUse from None
    drop_database(owner_url("postgres"), old)
