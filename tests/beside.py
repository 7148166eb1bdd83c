"""An act from a second connection, while this one holds what it waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connection

LONGEST = 60  # seconds that a busy machine may take
#: Of this database alone: the server holds those of other tests, too.
WAITS = """
select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""


def beside(act: Callable[[], object]) -> tuple[Thread, list[Any]]:
    """Begin it in a thread with a connection of its own.

    Returns:
        The thread, and a list that is empty until the act ends: then it holds its result, or the
        exception that it ended with.
    """
    ended: list[Any] = []

    def run() -> None:
        try:
            ended.append(act())
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, ended


def until_it_waits(thread: Thread) -> None:
    """Until somebody in this database waits for a lock.

    Raises:
        AssertionError: the thread ended without waiting, or nobody waits after a minute.
    """
    until = time.monotonic() + LONGEST
    with connection.cursor() as cursor:
        while thread.is_alive() and time.monotonic() < until:
            # Within a transaction the server goes on showing the connections that it showed first.
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(WAITS)
            if cursor.fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")
