"""Whether a database is one that this program may bring to its own shape, asked before it is touched.

An older program would lay its older guards over a newer database's tables and then write rows that
these no longer take; a database of something else would end as a mixture. Both are refused.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import psycopg

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

PACKAGE = Path(__file__).resolve().parents[2]
#: Apps of libraries; what they have applied is theirs to know.
LIBRARIES = ("contenttypes", "auth", "sessions", "axes", "procrastinate")
#: An app that every version has, by which a database of ours is known.
SIGN = "vault"

TABLES = """
select count(*), count(*) filter (where relname = 'django_migrations') from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
"""
APPLIED = "select app, name from public.django_migrations where not app = any(%s)"
PLACE = """
select oid, pg_postmaster_start_time() from pg_database where datname = current_database()
"""
OWNS = """
select pg_has_role(datdba, 'usage') from pg_database where datname = current_database()
"""


class DatabaseNewer(BangfuError):
    """`unknown` are steps of the database's shape that this program has never heard of."""

    def __init__(self, unknown: list[str]) -> None:
        self.unknown = unknown
        super().__init__(
            phrase(
                "数据库比程序新：它有 {count} 步结构变化是这个程序（{version}）不认识的（{names}）。"
                "什么也没有改动。请改用较新的程序；要用旧程序，请另用一个数据文件夹或数据库，"
                "恢复升级之前的备份。",
                count=len(unknown),
                version=version("bangfu"),
                names="、".join(unknown[:3]) + ("……" if len(unknown) > 3 else ""),
            )
        )


class DatabaseOfAnother(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "DATABASE_URL 指的库里已有别的系统的表，什么也没有改动。请为帮扶系统另建一个空库。"
            )
        )


class OwnerElsewhere(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "DATABASE_OWNER_URL 和 DATABASE_URL 指的不是同一个库。两个地址的主机、端口、库名须一样，"
                "只有角色和密码不同。"
            )
        )


class NotTheOwner(BangfuError):
    def __init__(self, role: str, database: str) -> None:
        super().__init__(
            phrase(
                "DATABASE_OWNER_URL 的角色 {role} 不是库 {database} 的所有者。"
                "请让数据库管理员执行：alter database {database} owner to {role}",
                role=role,
                database=database,
            )
        )


def refuse_unfit(connection: psycopg.Connection) -> None:
    """Raises DatabaseNewer, DatabaseOfAnother; an empty or half-migrated database is fit.

    Where the running role may not look yet, nothing is said: the owner is asked again.
    """
    tables, of_django = connection.execute(TABLES).fetchone() or (0, 0)
    if tables and not of_django:
        raise DatabaseOfAnother
    if not tables:
        return
    try:
        applied = connection.execute(APPLIED, [list(LIBRARIES)]).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return
    unknown = sorted(f"{app}.{name}" for app, name in set(applied) - _known())
    if unknown:
        raise DatabaseNewer(unknown) if SIGN in dict(applied) else DatabaseOfAnother


def refuse_wrong_owner(owner: psycopg.Connection, app: psycopg.Connection) -> None:
    """Raises OwnerElsewhere, NotTheOwner."""
    if owner.execute(PLACE).fetchone() != app.execute(PLACE).fetchone():
        raise OwnerElsewhere
    if owner.execute(OWNS).fetchone() != (True,):
        raise NotTheOwner(owner.info.user, owner.info.dbname)


def _known() -> set[tuple[str, str]]:
    """(app, migration) of every step that this program has."""
    return {(path.parts[-3], path.stem) for path in PACKAGE.glob("*/migrations/[0-9]*.py")}
