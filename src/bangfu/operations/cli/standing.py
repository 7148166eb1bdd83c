"""Whether a system stands here at all, asked without leaving a trace: a look writes nothing.

What a new folder is, a demo or an office's own, is decided by `up` or by what first brings data. A
command that only looks would decide it by the way, and for good.
"""

from __future__ import annotations

import psycopg

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..connecting import connect
from ..database import RUNNING, database_urls, uses_embedded_server
from ..datafolder import DataFolder
from ..embedded import EmbeddedServer
from .fitness import refuse_unfit

KNOWN = "select to_regclass('public.organisations_installation') is not null"
FOUNDED = "select exists (select from public.organisations_installation)"


class NothingHereYet(BangfuError):
    """`place`: the data folder, or the variable that names the database."""

    def __init__(self, place: object) -> None:
        super().__init__(
            phrase(
                "{place} 里还没有帮扶系统的数据，什么也没有建立，也没有改动。"
                "请检查 BANGFU_DATA 或 DATABASE_URL 指的地方；"
                "新的系统从 bangfu up、bangfu import 或 bangfu restore 开始。",
                place=place,
            )
        )


def refuse_new_folder(folder: DataFolder) -> None:
    """Before anything is made or started. Raises DataFolderUnusable, DataFolderOfAnother, NothingHereYet."""
    folder.look()
    if uses_embedded_server() and EmbeddedServer(folder).is_new():
        raise NothingHereYet(folder.root)


def refuse_unfounded(folder: DataFolder) -> None:
    """Before the database is migrated.

    Raises:
        DatabaseUnreachable, PostgresTooOld, DatabaseNewer, DatabaseOfAnother, NothingHereYet.
    """
    with connect(database_urls()[1], RUNNING) as connection:
        refuse_unfit(connection)
        if not is_founded(connection):
            raise NothingHereYet(folder.root if uses_embedded_server() else RUNNING)


def is_founded(connection: psycopg.Connection) -> bool:
    """Where the running role may not look yet, somebody founded it: the owner is asked again."""
    try:
        return all(connection.execute(asked).fetchone() == (True,) for asked in (KNOWN, FOUNDED))
    except psycopg.errors.InsufficientPrivilege:
        return True
