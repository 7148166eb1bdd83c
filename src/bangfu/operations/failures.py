"""Failures that nobody raised on purpose, in words: of the disk, the machine, the database.

The words of an exception may repeat what a file or a row holds, so they are never passed on: a
known kind gets a sentence that says what to do, an unknown one the places where it went wrong.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import mark, phrase
from bangfu.operations.datafolder import data_folder
from bangfu.operations.file_reasons import file_reason

#: By SQLSTATE, else by its class (the first two characters).
OF_THE_DATABASE = {
    "53100": mark("数据库所在的磁盘满了，没有写完的已撤销。请腾出空间后重试。"),
    "53200": mark("数据库的内存不够，没有写完的已撤销。请关掉别的程序后重试。"),
    "53300": mark("数据库的连接数满了。请稍后再试，或让数据库管理员调大 max_connections。"),
    "25006": mark(
        "数据库是只读的（备用机，或设成了只读），不能写入。请检查 DATABASE_URL 指的是不是主机。"
    ),
    "42501": mark(
        "数据库角色的权限不够，没有写完的已撤销。DATABASE_OWNER_URL 的角色须是这个库的所有者；"
        "DATABASE_URL 的角色须在升级时就是现在这一个，换过角色的，请让管理员重新授权。"
    ),
    "40": mark("与别的操作撞在一起，没有写完的已撤销。请再试一次。"),
    "55P03": mark("等别的操作太久，没有写完的已撤销。请稍后再试。"),
    "57": mark("数据库中途停了，没有写完的已撤销。请等它重新运行后再试。"),
    "58": mark("数据库读写磁盘出错，没有写完的已撤销。请让维护人员检查磁盘和数据库的日志。"),
    "XX": mark("数据库的数据文件有损坏。请停下来，让维护人员检查磁盘，必要时用最近的备份恢复。"),
}
#: PostgreSQL writes its log in files of this size.
LEAST_ROOM = 16 << 20
#: PostgreSQL's function that refuses a row out of reach, with the state of a missing privilege.
ROW_SECURITY = "ExecWithCheckOptions"
CONNECTION_LOST = mark("与数据库的连接断了，没有写完的已撤销。请检查数据库是否在运行，然后再试。")


def told(error: BaseException) -> str:
    """What to tell the user of any error that ends a command."""
    if isinstance(error, BangfuError):
        return str(error)
    if isinstance(error, OSError):
        return _of_a_file(error)
    database = next((cause for cause in _causes(error) if isinstance(cause, psycopg.Error)), None)
    if isinstance(database, psycopg.OperationalError) and disk_is_full(data_folder().root):
        return phrase(OF_THE_DATABASE["53100"])  # without room for its log PostgreSQL just ends
    known = _of_the_database(database) if database is not None else ""
    return known or _unexpected(error, database)


def disk_is_full(folder: Path) -> bool:
    """Whether less is left than the database's log grows by at once."""
    try:
        room = os.statvfs(folder)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < LEAST_ROOM


def _of_a_file(error: OSError) -> str:
    reason = file_reason(error)
    if not error.filename:
        return phrase("{reason}。", reason=reason)
    return phrase("{file}：{reason}。", file=error.filename, reason=reason)


def _of_the_database(error: psycopg.Error) -> str:
    """Empty for what is no state of the machine but a fault of this program."""
    state = error.sqlstate or ""
    if error.diag.source_function == ROW_SECURITY:
        return ""
    words = OF_THE_DATABASE.get(state) or OF_THE_DATABASE.get(state[:2])
    if words is None and not state and isinstance(error, psycopg.OperationalError):
        words = CONNECTION_LOST
    return phrase(words) if words else ""


def _unexpected(error: BaseException, database: psycopg.Error | None) -> str:
    """Where it went wrong, and names of ours: of the kind, a module, a violated constraint."""
    names = [type(error).__name__]
    if isinstance(error, ImportError):
        names.append(error.name or "")
    if database is not None:
        names += [database.sqlstate or "", database.diag.constraint_name or ""]
    return phrase(
        "程序出错（{names}），没有写完的已撤销。请把下面几行交给维护人员：\n{places}",
        names=" ".join(filter(None, names)),
        places="".join(traceback.format_tb(error.__traceback__)),
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
